package dev.omnigraph.parquet;

import java.util.List;

/** The values of a page, without those that are missing, in whatever encoding. */
interface Values {

  /** Boolean, Integer, Long, Float, Double, or byte[], as they are stored. */
  Object next() throws ParquetFault;

  /**
   * @param dictionary of the column's chunk; empty when there is none
   */
  static Values of(Encoding encoding, Leaf leaf, Bytes in, List<Object> dictionary)
      throws ParquetFault {
    Physical type = leaf.physical();
    if (!encoding.fits(type)) {
      throw ParquetFault.unsupported(
          "has values of %s in the encoding %s, which is not read here".formatted(type, encoding));
    }
    return switch (encoding) {
      case PLAIN -> new PlainValues(leaf, in);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
        RunDecoder places = new RunDecoder(in, in.u8());
        yield () -> entry(dictionary, places.next());
      }
      case RLE, BIT_PACKED -> {
        RunDecoder bits = new RunDecoder(in.part(in.i32()), 1);
        yield () -> bits.next() == 1;
      }
      case DELTA_BINARY_PACKED -> {
        DeltaNumbers numbers = new DeltaNumbers(in);
        yield type == Physical.INT32 ? () -> (int) numbers.next() : numbers::next;
      }
      case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengths(in);
      case DELTA_BYTE_ARRAY -> new DeltaPrefixes(in);
      case BYTE_STREAM_SPLIT -> new SplitStreams(leaf, in);
    };
  }

  private static Object entry(List<Object> dictionary, int place) throws ParquetFault {
    if (place < 0 || place >= dictionary.size()) {
      throw ParquetFault.damaged(
          "has the value %,d of a dictionary of %,d".formatted(place, dictionary.size()));
    }
    return dictionary.get(place);
  }
}

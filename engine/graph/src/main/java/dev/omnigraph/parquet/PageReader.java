package dev.omnigraph.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The pages of a column in a row group, one after the other. */
final class PageReader {
  /** What a value of a dictionary takes besides its bytes. */
  private static final long ENTRY_BYTES = 24;

  private final ByteSource file;
  private final FileMetadata.Chunk chunk;
  private final ReadColumn column;
  private final Leaf leaf;
  private final Held held;
  private final long end;
  private long at;
  private List<Object> dictionary = List.of();
  private long heldByDictionary;
  private long heldByPage;

  PageReader(ByteSource file, FileMetadata.Chunk chunk, ReadColumn column, Leaf leaf, Held held) {
    this.file = file;
    this.chunk = chunk;
    this.column = column;
    this.leaf = leaf;
    this.held = held;
    this.at = chunk.start();
    this.end = chunk.start() + chunk.length();
  }

  /** The next page with places for values, or null after the last. */
  @Nullable Page next() throws IOException {
    heldByPage = held.replace(heldByPage, 0);
    while (at < end) {
      PageHeader header = PageHeader.read(file, at, end - at);
      at += header.length();
      switch (header.type()) {
        case PageHeader.DATA -> {
          return data(header);
        }
        case PageHeader.DATA_V2 -> {
          return dataV2(header);
        }
        case PageHeader.DICTIONARY -> readDictionary(header);
        default -> at += header.packed();
      }
    }
    return null;
  }

  /** Nothing more is read. */
  void close() throws ParquetFault {
    heldByPage = held.replace(heldByPage, 0);
    heldByDictionary = held.replace(heldByDictionary, 0);
    dictionary = List.of();
  }

  private Page data(PageHeader header) throws IOException {
    heldByPage = held.replace(heldByPage, size(header));
    Bytes in = chunk.codec().unpack(body(header), header.unpacked());
    heldByPage = held.replace(heldByPage, header.unpacked());
    Struct fields = header.fields().required(5);
    RunDecoder repetitions = column.isList() ? levels(in, fields.i32(4), 1) : null;
    RunDecoder definitions =
        column.definition() > 0 ? levels(in, fields.i32(3), column.definition()) : null;
    return page(fields.i32(1), repetitions, definitions, fields.i32(2), in);
  }

  private static RunDecoder levels(Bytes in, int encoding, int most) throws ParquetFault {
    if (encoding != Encoding.RLE.number()) {
      throw ParquetFault.unsupported("has levels in the encoding " + name(encoding));
    }
    return new RunDecoder(in.part(in.i32()), RunDecoder.width(most));
  }

  private Page dataV2(PageHeader header) throws IOException {
    heldByPage = held.replace(heldByPage, size(header));
    Struct fields = header.fields().required(8);
    Bytes body = body(header);
    Bytes repetitions = body.part(fields.i32(6));
    Bytes definitions = body.part(fields.i32(5));
    int levels = repetitions.left() + definitions.left();
    int unpacked = header.unpacked() - levels;
    if (unpacked < 0) {
      throw ParquetFault.damaged("has a page that is shorter than its levels");
    }
    Codec codec = fields.bool(7, true) ? chunk.codec() : Codec.UNCOMPRESSED;
    // What is not there may be packed as nothing.
    Bytes in = body.left() > 0 || !fields.bool(7, true) ? codec.unpack(body, unpacked) : body;
    return page(
        fields.i32(1),
        column.isList() ? new RunDecoder(repetitions, 1) : null,
        column.definition() > 0
            ? new RunDecoder(definitions, RunDecoder.width(column.definition()))
            : null,
        fields.i32(4),
        in);
  }

  private Page page(
      int count,
      @Nullable RunDecoder repetitions,
      @Nullable RunDecoder definitions,
      int encoding,
      Bytes in)
      throws ParquetFault {
    if (count < 0) {
      throw ParquetFault.damaged("has a page of " + count + " values");
    }
    // A page on which all values are missing may have not even the size of what is not there.
    Values values =
        in.left() == 0 ? PageReader::none : Values.of(encoding(encoding), leaf, in, dictionary);
    return new Page(count, repetitions, definitions, values);
  }

  private static Object none() throws ParquetFault {
    throw ParquetFault.damaged("has fewer values in a page than it says");
  }

  private void readDictionary(PageHeader header) throws IOException {
    Struct fields = header.fields().required(7);
    int count = fields.i32(1);
    if (count < 0) {
      throw ParquetFault.damaged("has a dictionary of " + count + " values");
    }
    if (leaf.physical() == Physical.BOOLEAN) {
      throw ParquetFault.unsupported("has a dictionary of truth values");
    }
    long entries = count * ENTRY_BYTES;
    heldByDictionary = held.replace(heldByDictionary, size(header) + entries);
    Bytes in = chunk.codec().unpack(body(header), header.unpacked());
    heldByDictionary = held.replace(heldByDictionary, header.unpacked() + entries);
    Encoding encoding = encoding(fields.i32(2));
    if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw ParquetFault.unsupported("has a dictionary in the encoding " + encoding);
    }
    Values plain = new PlainValues(leaf, in);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(plain.next());
    }
    dictionary = values;
  }

  /** What it takes to read a page. */
  private long size(PageHeader header) {
    long unpacked = chunk.codec() == Codec.UNCOMPRESSED ? 0 : header.unpacked();
    return header.packed() + unpacked;
  }

  /** The page as it is in the file, with the checksum that it has, if it has one. */
  private Bytes body(PageHeader header) throws IOException {
    byte[] body = file.read(at, header.packed());
    at += body.length;
    if (header.fields().has(4)) {
      CRC32 crc = new CRC32();
      crc.update(body);
      if ((int) crc.getValue() != header.fields().i32(4)) {
        throw ParquetFault.damaged("has a page whose checksum is another");
      }
    }
    return new Bytes(body);
  }

  private static Encoding encoding(int number) throws ParquetFault {
    return Encoding.of(number)
        .orElseThrow(() -> ParquetFault.unsupported("has the encoding " + name(number)));
  }

  private static String name(int encoding) {
    return Encoding.of(encoding).map(Encoding::name).orElse("number " + encoding)
        + ", which is not read here";
  }
}

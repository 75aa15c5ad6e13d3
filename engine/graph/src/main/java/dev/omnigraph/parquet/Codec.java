package dev.omnigraph.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** How pages are packed; its number in a file is its ordinal. */
enum Codec {
  UNCOMPRESSED,
  SNAPPY,
  GZIP,
  LZO,
  BROTLI,
  LZ4,
  ZSTD,
  LZ4_RAW;

  static Codec of(int number) throws ParquetFault {
    if (number < 0 || number >= values().length) {
      throw ParquetFault.unsupported("is packed in the unknown way " + number);
    }
    return values()[number];
  }

  /**
   * @param size of what comes out
   */
  Bytes unpack(Bytes packed, int size) throws ParquetFault {
    return switch (this) {
      case UNCOMPRESSED -> {
        if (packed.left() != size) {
          throw wrongSize(packed.left(), size);
        }
        yield packed;
      }
      case GZIP -> gzip(packed, size);
      case SNAPPY -> unpack(new SnappyDecompressor(), packed, size);
      case ZSTD -> unpack(new ZstdDecompressor(), packed, size);
      case LZ4_RAW -> unpack(new Lz4Decompressor(), packed, size);
      case LZO, BROTLI, LZ4 ->
          throw ParquetFault.unsupported("is packed with " + this + ", which is not read here");
    };
  }

  private Bytes unpack(Decompressor decompressor, Bytes packed, int size) throws ParquetFault {
    byte[] out = new byte[size];
    int unpacked;
    try {
      unpacked = decompressor.decompress(packed.array(), packed.at(), packed.left(), out, 0, size);
    } catch (RuntimeException e) {
      // What it throws for bytes that are not packed so is not of one class.
      throw damaged();
    }
    if (unpacked != size) {
      throw wrongSize(unpacked, size);
    }
    return new Bytes(out);
  }

  private Bytes gzip(Bytes packed, int size) throws ParquetFault {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(packed.array(), packed.at(), packed.left()))) {
      byte[] out = in.readNBytes(size);
      // The checksum of gzip is looked at where it ends.
      if (out.length != size || in.read() >= 0) {
        throw wrongSize(out.length, size);
      }
      return new Bytes(out);
    } catch (ParquetFault e) {
      throw e;
    } catch (IOException e) {
      throw damaged();
    }
  }

  private ParquetFault damaged() {
    return ParquetFault.damaged("has bytes that are not what " + this + " packs");
  }

  private static ParquetFault wrongSize(int found, int size) {
    return ParquetFault.damaged(
        "has a page of %,d bytes where %,d have to be".formatted(found, size));
  }

  /** Those that are read. */
  static String supported() {
    return String.join(", ", Arrays.asList("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"));
  }
}

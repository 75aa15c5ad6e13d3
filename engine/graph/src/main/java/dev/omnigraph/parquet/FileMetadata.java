package dev.omnigraph.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the end of a file says of it.
 *
 * @param groups in the order of their rows, without those that have none
 */
record FileMetadata(List<ReadColumn> columns, List<Group> groups) {
  private static final int MAGIC_BYTES = 4;
  private static final int MOST_BYTES = 64 << 20;
  private static final long MOST_ROWS = Integer.MAX_VALUE;
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED = "PARE".getBytes(StandardCharsets.US_ASCII);

  /** A row group. */
  record Group(long rows, List<Chunk> chunks) {}

  /**
   * The values of a column in a row group.
   *
   * @param start of its first page in the file
   * @param length in bytes, of all its pages
   */
  record Chunk(Codec codec, long values, long start, long length) {}

  static FileMetadata read(ByteSource file) throws IOException {
    long length = file.length();
    if (length < 2 * MAGIC_BYTES + Integer.BYTES) {
      throw ParquetFault.damaged("is not Parquet: it has %,d bytes".formatted(length));
    }
    byte[] start = file.read(0, MAGIC_BYTES);
    byte[] end = file.read(length - MAGIC_BYTES - Integer.BYTES, MAGIC_BYTES + Integer.BYTES);
    byte[] magic = Arrays.copyOfRange(end, Integer.BYTES, end.length);
    if (Arrays.equals(start, ENCRYPTED) || Arrays.equals(magic, ENCRYPTED)) {
      throw encrypted();
    }
    if (!Arrays.equals(start, MAGIC)) {
      throw ParquetFault.damaged("is not Parquet: it does not begin with PAR1");
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw ParquetFault.damaged("is cut off: it begins as Parquet and does not end so");
    }
    long size = Integer.toUnsignedLong(new Bytes(end).i32());
    long from = length - MAGIC_BYTES - Integer.BYTES - size;
    if (from < MAGIC_BYTES) {
      throw ParquetFault.damaged("ends with a description of %,d bytes".formatted(size));
    }
    if (size > MOST_BYTES) {
      throw ParquetFault.tooLarge("is described by %,d bytes".formatted(size));
    }
    return of(new CompactReader(new Bytes(file.read(from, (int) size))).struct(), from);
  }

  private static FileMetadata of(Struct footer, long end) throws ParquetFault {
    if (footer.has(8)) {
      throw encrypted();
    }
    List<ReadColumn> columns = SchemaReader.columns(footer.structs(2));
    if (columns.isEmpty()) {
      throw ParquetFault.damaged("has no columns");
    }
    List<Group> groups = new ArrayList<>();
    long rows = 0;
    for (Struct group : footer.structs(4)) {
      long more = group.i64(3);
      if (more < 0) {
        throw ParquetFault.damaged("has a row group of " + more + " rows");
      }
      if (more > MOST_ROWS - rows) {
        throw ParquetFault.tooLarge("has more than %,d rows".formatted(MOST_ROWS));
      }
      // Where no rows are, some writers say of the columns that they are nowhere.
      if (more > 0) {
        groups.add(group(group, more, end));
      }
      rows += more;
    }
    return new FileMetadata(columns, groups);
  }

  private static Group group(Struct group, long rows, long end) throws ParquetFault {
    List<Chunk> chunks = new ArrayList<>();
    for (Struct chunk : group.structs(1)) {
      chunks.add(chunk(chunk, end));
    }
    return new Group(rows, chunks);
  }

  private static Chunk chunk(Struct chunk, long end) throws ParquetFault {
    if (chunk.has(8) || chunk.has(9)) {
      throw encrypted();
    }
    if (chunk.has(1)) {
      throw ParquetFault.unsupported("has columns in other files");
    }
    Struct column = chunk.required(3);
    long data = column.i64(9);
    // Some writers say 0 where there is no dictionary, or no page but the dictionary.
    long dictionary = column.has(11) ? column.i64(11) : 0;
    long start = dictionary > 0 && (data <= 0 || dictionary < data) ? dictionary : data;
    long length = column.i64(7);
    if (start < MAGIC_BYTES || length < 0 || length > end - start) {
      throw ParquetFault.damaged("has a column at bytes that it does not have");
    }
    return new Chunk(Codec.of(column.i32(4)), column.i64(5), start, length);
  }

  private static ParquetFault encrypted() {
    return ParquetFault.unsupported("is encrypted");
  }
}

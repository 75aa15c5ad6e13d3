package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The values of one column in one row group, as pages that are packed when they are full. */
final class ColumnPages {
  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_VALUES = 1 << 16;

  private final WrittenColumn column;
  private final PlainBytes values = new PlainBytes();
  private final LevelRuns definitions = new LevelRuns();
  private final LevelRuns repetitions = new LevelRuns();
  private final List<byte[]> pages = new ArrayList<>();
  private long packed;
  private int pageValues;
  private long chunkValues;
  private long unpacked;

  ColumnPages(WrittenColumn column) {
    this.column = column;
  }

  /** The value of the next row. */
  void row(@Nullable Object value) throws IOException {
    if (value == null) {
      level(0, 0);
    } else if (!column.list()) {
      level(0, column.definition());
      value(value);
    } else if (value instanceof float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        level(i == 0 ? 0 : 1, column.definition());
        values.i32(Float.floatToRawIntBits(vector[i]));
      }
    } else {
      list((List<?>) value);
    }
    // Only between rows: readers may skip pages by their rows.
    if (values.size() >= PAGE_BYTES || pageValues >= PAGE_VALUES) {
      endPage();
    }
  }

  /** Bytes that are held. */
  long size() {
    return packed + values.size() + pageValues;
  }

  /**
   * Writes all pages and forgets them.
   *
   * @param offset where in the file they begin
   */
  WrittenChunk writeTo(OutputStream out, long offset) throws IOException {
    if (pageValues > 0 || chunkValues == 0) {
      endPage();
    }
    for (byte[] part : pages) {
      out.write(part);
    }
    WrittenChunk chunk = new WrittenChunk(column, offset, chunkValues, unpacked, packed);
    pages.clear();
    packed = 0;
    chunkValues = 0;
    unpacked = 0;
    return chunk;
  }

  private void list(List<?> list) {
    if (list.isEmpty()) {
      level(0, column.definition() - 1);
    }
    int repetition = 0;
    for (Object element : list) {
      level(repetition, column.definition());
      value(Objects.requireNonNull(element));
      repetition = 1;
    }
  }

  private void level(int repetition, int definition) {
    if (column.list()) {
      repetitions.add(repetition);
    }
    if (column.definition() > 0) {
      definitions.add(definition);
    }
    pageValues++;
  }

  private void value(Object value) {
    switch (value) {
      case String text -> values.bytes(text.getBytes(StandardCharsets.UTF_8));
      case byte[] bytes -> values.bytes(bytes);
      case Boolean bool -> values.bool(bool);
      case Integer number -> values.i32(number);
      case Long number when column.physical() == Physical.INT32 -> values.i32((int) (long) number);
      case Long number -> values.i64(number);
      case BigInteger number -> values.i64(number.longValue());
      case Float number -> values.i32(Float.floatToRawIntBits(number));
      case Double number -> values.i64(Double.doubleToRawLongBits(number));
      case LocalDate date -> values.i32(Math.toIntExact(date.toEpochDay()));
      case Instant time -> values.i64(time.toEpochMilli());
      default -> throw new IllegalArgumentException("not a value of a column: " + value.getClass());
    }
  }

  private void endPage() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int length = 0;
    try (GZIPOutputStream packed = new GZIPOutputStream(body)) {
      for (byte[] part :
          List.of(levels(repetitions, column.list()), definitions(), values.take())) {
        packed.write(part);
        length += part.length;
      }
    }
    byte[] page = body.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(page);
    byte[] header = header(length, page.length, (int) crc.getValue());
    pages.add(header);
    pages.add(page);
    packed += header.length + page.length;
    unpacked += header.length + length;
    chunkValues += pageValues;
    pageValues = 0;
  }

  private byte[] definitions() {
    return levels(definitions, column.definition() > 0);
  }

  private static byte[] levels(LevelRuns runs, boolean has) {
    return has ? runs.take() : new byte[0];
  }

  private byte[] header(int length, int packedLength, int crc) {
    return new CompactWriter()
        .begin()
        .i32(1, PageHeader.DATA)
        .i32(2, length)
        .i32(3, packedLength)
        .i32(4, crc)
        .begin(5)
        .i32(1, pageValues)
        .i32(2, Encoding.PLAIN.number())
        .i32(3, Encoding.RLE.number())
        .i32(4, Encoding.RLE.number())
        .end()
        .end()
        .bytes();
  }
}

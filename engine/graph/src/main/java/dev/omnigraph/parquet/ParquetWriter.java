package dev.omnigraph.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file, row by row. Holds one row group, which ends when its columns have 16 MiB, packed
 * or in a page that is not full, and what describes the row groups before it. Pages are packed with
 * gzip and carry their checksum; lists are those of three levels; nothing that helps to skip is
 * written.
 */
public final class ParquetWriter implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final long GROUP_BYTES = 16L << 20;
  private static final long GROUP_ROWS = 1 << 20;

  private final OutputStream out;
  private final List<WrittenColumn> columns;
  private final List<ColumnPages> pages;
  private final List<FooterWriter.Group> groups = new ArrayList<>();
  private long offset;
  private long rows;

  /**
   * Begins the file.
   *
   * @param out closed with this
   */
  public ParquetWriter(OutputStream out, List<ParquetColumn> columns) throws IOException {
    this.out = out;
    this.columns = columns.stream().map(WrittenColumn::of).toList();
    this.pages = this.columns.stream().map(ColumnPages::new).toList();
    write(MAGIC);
  }

  /**
   * @param values in the Java form of their types, as the columns
   */
  public void row(@Nullable Object[] values) throws IOException {
    long size = 0;
    for (int i = 0; i < values.length; i++) {
      pages.get(i).row(values[i]);
      size += pages.get(i).size();
    }
    rows++;
    if (size >= GROUP_BYTES || rows >= GROUP_ROWS) {
      endGroup();
    }
  }

  /** Ends the file after its last row: without this, it cannot be read. */
  public void end() throws IOException {
    if (rows > 0) {
      endGroup();
    }
    byte[] footer = FooterWriter.footer(columns, groups);
    write(footer);
    PlainBytes length = new PlainBytes();
    length.i32(footer.length);
    write(length.take());
    write(MAGIC);
  }

  /** Closes what it writes to; a file that did not end is seen to be cut off. */
  @Override
  public void close() throws IOException {
    out.close();
  }

  private void endGroup() throws IOException {
    List<WrittenChunk> chunks = new ArrayList<>();
    for (ColumnPages column : pages) {
      WrittenChunk chunk = column.writeTo(out, offset);
      offset += chunk.packed();
      chunks.add(chunk);
    }
    groups.add(new FooterWriter.Group(rows, chunks));
    rows = 0;
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    offset += bytes.length;
  }
}

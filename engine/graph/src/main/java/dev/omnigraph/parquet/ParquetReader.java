package dev.omnigraph.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file, row by row. Holds a page and a dictionary of each column, which it checks against
 * the room that it is given before it takes it. Whatever bytes it gets, it ends with a {@link
 * ParquetFault} or with rows; those of a page with a checksum are the ones that were written.
 */
public final class ParquetReader implements AutoCloseable {
  private final ByteSource file;
  private final Held held;
  private final RowRoom rowRoom;
  private final FileMetadata metadata;
  private List<@Nullable ColumnReader> readers = List.of();
  private int nextGroup;
  private long leftInGroup;

  /** What the values of a column are, as far as it matters to whoever takes them. */
  public enum Kind {
    TEXT,
    BYTES,
    BOOL,
    INTEGER,
    FLOAT,
    DATE,
    TIME,
    /** Only nulls. */
    NOTHING,
    /** Nothing that can be taken. */
    NESTED
  }

  /**
   * A column.
   *
   * @param isList whether each value is a list of values of the kind
   * @param spelling of the type, as Parquet calls it
   */
  public record Column(String name, Kind kind, boolean isList, String spelling) {}

  /**
   * Reads what describes the file.
   *
   * @param file closed with this, and by the caller if this fails
   * @param room for pages, in bytes
   * @param mostInRow bytes of the values of a row
   * @throws ParquetFault when it is not Parquet, cut off, encrypted, or needs more room
   */
  public ParquetReader(ByteSource file, long room, long mostInRow) throws IOException {
    this.file = file;
    this.held = new Held(room);
    this.rowRoom = new RowRoom(mostInRow);
    this.metadata = FileMetadata.read(file);
  }

  public List<Column> columns() {
    return metadata.columns().stream().map(ReadColumn::described).toList();
  }

  /**
   * The next row, or null after the last.
   *
   * @return for each column null, a value as {@link Cells} has it, or a list of such values and
   *     null; null for columns of the kind NESTED
   */
  public @Nullable Object @Nullable [] next() throws IOException {
    if (leftInGroup == 0 && !nextGroup()) {
      return null;
    }
    leftInGroup--;
    rowRoom.begin();
    @Nullable Object[] row = new @Nullable Object[readers.size()];
    for (int i = 0; i < row.length; i++) {
      ColumnReader reader = readers.get(i);
      row[i] = reader == null ? null : reader.next();
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean nextGroup() throws IOException {
    for (ColumnReader reader : readers) {
      if (reader != null) {
        reader.end();
      }
    }
    readers = List.of();
    if (nextGroup == metadata.groups().size()) {
      return false;
    }
    FileMetadata.Group group = metadata.groups().get(nextGroup++);
    List<@Nullable ColumnReader> next = new ArrayList<>();
    for (ReadColumn column : metadata.columns()) {
      next.add(reader(column, group));
    }
    readers = next;
    leftInGroup = group.rows();
    return true;
  }

  private @Nullable ColumnReader reader(ReadColumn column, FileMetadata.Group group)
      throws ParquetFault {
    Leaf leaf = column.leaf();
    if (leaf == null) {
      return null;
    }
    if (column.chunk() >= group.chunks().size()) {
      throw ParquetFault.damaged("has a row group without it").in(column.name());
    }
    FileMetadata.Chunk chunk = group.chunks().get(column.chunk());
    if (!column.isList() && chunk.values() != group.rows()) {
      throw ParquetFault.damaged(
              "has %,d values in %,d rows".formatted(chunk.values(), group.rows()))
          .in(column.name());
    }
    PageReader pages = new PageReader(file, chunk, column, leaf, held);
    return new ColumnReader(column, leaf, pages, rowRoom);
  }
}

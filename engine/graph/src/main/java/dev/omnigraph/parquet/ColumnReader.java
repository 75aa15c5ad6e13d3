package dev.omnigraph.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a column in a row group, row by row. */
final class ColumnReader {
  private final ReadColumn column;
  private final Cells cells;
  private final PageReader pages;
  private final RowRoom room;
  private @Nullable Page page;
  private int leftInPage;

  /** Whether the next place goes on with the list of the one before; -1 when it is not read. */
  private int repetition = -1;

  ColumnReader(ReadColumn column, Leaf leaf, PageReader pages, RowRoom room) {
    this.column = column;
    this.cells = new Cells(leaf);
    this.pages = pages;
    this.room = room;
  }

  /** The value of the next row: null, one, or a list in which there may be null. */
  @Nullable Object next() throws IOException {
    try {
      if (!hasNext()) {
        throw ParquetFault.damaged("ends before its rows do");
      }
      return column.isList() ? list() : place() == column.definition() ? value() : null;
    } catch (ParquetFault e) {
      throw e.in(column.name());
    }
  }

  /** Nothing is left. */
  void end() throws IOException {
    if (hasNext()) {
      throw ParquetFault.damaged("has more values than rows").in(column.name());
    }
    pages.close();
  }

  private @Nullable List<@Nullable Object> list() throws IOException {
    if (repetition() != 0) {
      throw ParquetFault.damaged("begins a row within a list");
    }
    int definition = place();
    if (definition < column.list()) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>();
    if (definition < column.inList()) {
      return list;
    }
    list.add(definition == column.definition() ? value() : null);
    while (hasNext() && repetition() == 1) {
      room.element();
      list.add(place() == column.definition() ? value() : null);
    }
    return list;
  }

  private Object value() throws ParquetFault {
    Object stored = page().values().next();
    room.value(stored);
    return cells.of(stored);
  }

  /** Goes on to the next place, and gives its level. */
  private int place() throws ParquetFault {
    leftInPage--;
    repetition = -1;
    RunDecoder definitions = page().definitions();
    int definition = definitions == null ? column.definition() : definitions.next();
    if (definition > column.definition()) {
      throw ParquetFault.damaged("has a level that its schema does not have");
    }
    return definition;
  }

  private int repetition() throws ParquetFault {
    if (repetition < 0) {
      repetition = Objects.requireNonNull(page().repetitions()).next();
    }
    return repetition;
  }

  private Page page() {
    return Objects.requireNonNull(page);
  }

  private boolean hasNext() throws IOException {
    while (leftInPage == 0) {
      page = pages.next();
      if (page == null) {
        return false;
      }
      leftInPage = page.count();
    }
    return true;
  }
}

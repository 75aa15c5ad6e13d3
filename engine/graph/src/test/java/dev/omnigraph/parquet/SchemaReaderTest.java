package dev.omnigraph.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schemas as older writers have them. */
class SchemaReaderTest {
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;
  private static final int LIST = 3;
  private static final int INT32 = 1;

  private final List<CompactWriter> elements = new ArrayList<>();

  @Test
  void aListOfTwoLevelsIsAList() throws IOException {
    group(0, "schema", 1);
    elements.add(named(OPTIONAL, "n").i32(5, 1).i32(6, LIST));
    value(REPEATED, "array");

    assertThat(columns()).containsExactly(list("n", 1, 2, 2));
  }

  @Test
  void aListOfThreeLevelsMayHaveOtherNames() throws IOException {
    group(0, "schema", 1);
    elements.add(named(OPTIONAL, "n").i32(5, 1).i32(6, LIST));
    group(REPEATED, "bag", 1);
    value(OPTIONAL, "array_element");

    assertThat(columns()).containsExactly(list("n", 1, 2, 3));
  }

  @Test
  void aRepeatedValueIsAListThatIsAlwaysThere() throws IOException {
    group(0, "schema", 1);
    value(REPEATED, "n");

    assertThat(columns()).containsExactly(list("n", 0, 1, 1));
  }

  @Test
  void columnsAfterAGroupHaveTheirOwnValues() throws IOException {
    group(0, "schema", 2);
    group(OPTIONAL, "g", 2);
    value(OPTIONAL, "a");
    value(OPTIONAL, "b");
    value(OPTIONAL, "n");

    assertThat(columns())
        .extracting(ReadColumn::name, ReadColumn::chunk)
        .containsExactly(tuple("g", -1), tuple("n", 2));
  }

  @Test
  void whatIsNotATreeIsRefused() {
    group(0, "schema", 2);
    value(OPTIONAL, "n");

    assertThatExceptionOfType(ParquetFault.class)
        .isThrownBy(this::columns)
        .withMessageContaining("not a tree");
  }

  private static ReadColumn list(String name, int list, int inList, int definition) {
    return new ReadColumn(
        name, new Leaf(Physical.INT32, 4, Logical.NONE, 0), 0, true, list, inList, definition);
  }

  private static CompactWriter named(int repetition, String name) {
    return new CompactWriter().begin().i32(3, repetition).text(4, name);
  }

  private void group(int repetition, String name, int children) {
    elements.add(named(repetition, name).i32(5, children));
  }

  private void value(int repetition, String name) {
    elements.add(new CompactWriter().begin().i32(1, INT32).i32(3, repetition).text(4, name));
  }

  private List<ReadColumn> columns() throws IOException {
    List<Struct> structs = new ArrayList<>();
    for (CompactWriter element : elements) {
      structs.add(new CompactReader(new Bytes(element.end().bytes())).struct());
    }
    return SchemaReader.columns(structs);
  }
}

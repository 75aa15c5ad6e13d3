package dev.omnigraph.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.NodeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingRowsTest {
  private static final int DIMENSION = 768;
  private static final int ROWS = 20_000;

  private static final NodeType NOTE =
      new NodeType(
          "01NOTE",
          1,
          "Note",
          List.of(),
          List.of(
              new Property(1, "embedding", new PropertyType.Vector(DIMENSION), true, List.of()),
              new Property(2, "raw", new PropertyType.Blob(), true, List.of())),
          List.of(),
          List.of(),
          3);

  private static final NodeType PERSON =
      new NodeType(
          "01PERSON",
          2,
          "Person",
          List.of(),
          List.of(
              new Property(1, "name", PropertyType.Scalar.STRING, true, List.of()),
              new Property(2, "age", PropertyType.Scalar.I32, true, List.of())),
          List.of(),
          List.of(),
          3);

  private final BufferAllocator allocator = new RootAllocator();
  private final PendingRows rows = new PendingRows(new RowLayout(NOTE), allocator);

  /** Closing the allocator fails when memory leaked. */
  @AfterEach
  void close() {
    rows.close();
    allocator.close();
  }

  @Test
  void vectorsThatAreAbsentTakeNoSpace() {
    for (int row = 0; row < ROWS; row++) {
      rows.add(values(row, null));
    }

    assertThat(allocator.getAllocatedMemory()).isLessThan(ROWS * 100L);
  }

  @Test
  void batchesThatAreHandedOutHaveSoManyRowsThatTheirVectorsTakeFewMegabytes() {
    for (int row = 0; row < ROWS; row++) {
      rows.add(values(row, null));
    }
    List<Integer> sizes = new ArrayList<>();

    rows.forEachBatch(row -> true, batch -> sizes.add(batch.getRowCount()));

    assertThat(sizes).allMatch(size -> size <= (4 << 20) / (DIMENSION * Float.BYTES));
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(ROWS);
  }

  @Test
  void rowsComeOutAsTheyWentIn() {
    for (int row = 0; row < 5_000; row++) {
      rows.add(values(row, row % 3 == 0 ? vector(row) : null));
    }
    List<@Nullable Object[]> found = new ArrayList<>();

    rows.forEachBatch(row -> row % 2 == 0, batch -> collect(batch, found));

    assertThat(found).hasSize(2_500);
    for (int i = 0; i < found.size(); i++) {
      int row = 2 * i;
      @Nullable Object[] expected = values(row, row % 3 == 0 ? vector(row) : null);
      assertThat(found.get(i)).isEqualTo(expected);
      assertThat(rows.get(row)).isEqualTo(expected);
    }
  }

  @Test
  void textsAreThereAtOnceAndInEveryBatch() {
    try (PendingRows people = new PendingRows(new RowLayout(PERSON), allocator)) {
      for (int row = 0; row < 5_000; row++) {
        people.add(person(row));
        assertThat(people.get(row)).isEqualTo(person(row));
      }
      List<@Nullable Object[]> all = new ArrayList<>();
      List<@Nullable Object[]> again = new ArrayList<>();
      List<@Nullable Object[]> some = new ArrayList<>();

      people.forEachBatch(row -> true, batch -> collect(batch, all));
      people.forEachBatch(row -> true, batch -> collect(batch, again));
      people.forEachBatch(row -> row != 17, batch -> collect(batch, some));

      assertThat(all).hasSize(5_000);
      assertThat(again).hasSize(5_000);
      assertThat(some).hasSize(4_999);
      for (int row = 0; row < 5_000; row++) {
        assertThat(all.get(row)).isEqualTo(person(row));
        assertThat(again.get(row)).isEqualTo(person(row));
        assertThat(people.get(row)).isEqualTo(person(row));
        assertThat(people.isNull(row, 1)).isEqualTo(row % 3 == 0);
        assertThat(people.text(row, RowLayout.ID)).hasToString("é" + row);
      }
    }
  }

  @Test
  void longTextsDoNotWaitOnTheHeap() {
    try (PendingRows people = new PendingRows(new RowLayout(PERSON), allocator)) {
      List<@Nullable Object[]> all = new ArrayList<>();
      for (int row = 0; row < 12; row++) {
        String name = row == 7 ? null : String.valueOf((char) ('a' + row)).repeat(300_000);
        people.add(new @Nullable Object[] {"n" + row, name, row});
        assertThat(people.get(row)[1]).isEqualTo(name);
      }

      people.forEachBatch(row -> true, batch -> collect(batch, all));

      assertThat(allocator.getAllocatedMemory()).isGreaterThan(11 * 300_000);
      for (int row = 0; row < 12; row++) {
        assertThat(all.get(row)).isEqualTo(people.get(row));
        assertThat(people.isNull(row, 1)).isEqualTo(row == 7);
      }
    }
  }

  private static @Nullable Object[] person(int row) {
    String name = row % 3 == 0 ? null : "x".repeat(row % 5);
    return new @Nullable Object[] {"é" + row, name, row % 2 == 0 ? null : row};
  }

  private static @Nullable Object[] values(int row, float @Nullable [] vector) {
    return new @Nullable Object[] {"n" + row, vector, new byte[] {(byte) row, 1, 2, 3}};
  }

  private static float[] vector(int row) {
    float[] floats = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      floats[i] = row + i / 1_000f;
    }
    return floats;
  }

  private static void collect(VectorSchemaRoot batch, List<@Nullable Object[]> found) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      @Nullable Object[] values = new @Nullable Object[batch.getFieldVectors().size()];
      for (int column = 0; column < values.length; column++) {
        values[column] = ArrowValues.get(batch.getVector(column), row);
      }
      found.add(values);
    }
  }
}

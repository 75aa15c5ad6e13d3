package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.kernel.ExactSum;
import dev.omnigraph.exec.kernel.Groups;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.kernel.IntMap;
import dev.omnigraph.exec.kernel.KeyTable;
import dev.omnigraph.exec.kernel.NodeCodes;
import dev.omnigraph.exec.kernel.Operand;
import dev.omnigraph.exec.kernel.Reach;
import dev.omnigraph.exec.kernel.RowOrder;
import dev.omnigraph.exec.kernel.VectorHash;
import dev.omnigraph.exec.kernel.VectorOrder;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts that operators are made of, on vectors. */
@NullUnmarked
class KernelTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final QueryMemory memory =
      new QueryMemory(allocator, MemoryQueries.budget(64L << 20).reserve());

  @AfterEach
  void everythingIsFreed() {
    memory.close();
    allocator.close();
  }

  @Test
  void aDictionaryGivesEqualIdsOneNumberHoweverMany() {
    IdDictionary ids = memory.own(new IdDictionary(memory.allocator()));
    List<Object> texts =
        IntStream.range(0, 5_000).mapToObj(i -> (Object) ("id" + i % 3_000)).toList();
    VarCharVector vector = (VarCharVector) vector(Scalar.STRING, texts);

    for (int row = 0; row < texts.size(); row++) {
      ids.intern(vector, row);
    }

    assertThat(ids.size()).isEqualTo(3_000);
    assertThat(ids.find(vector, 4_999)).isEqualTo(1_999);
    assertThat(ids.text(1_999)).isEqualTo("id1999");
    assertThat(ids.find((VarCharVector) vector(Scalar.STRING, List.of("other")), 0)).isNegative();
  }

  @Test
  void vectorsOrderAndHashAsValuesDo() {
    List<List<?>> columns =
        List.of(
            List.of(-2, 0, 3),
            List.of(-1L, 1L, 3L, Long.MIN_VALUE, (1L << 53) + 1, Long.MAX_VALUE),
            List.of(0L, 3L, 0xFFFF_FFFFL),
            Stream.of("0", "3", "9223372036854775808", "18446744073709551615")
                .map(BigInteger::new)
                .toList(),
            List.of(-1.5f, 0f, -0f, 0.1f, 3f, -0x1p63f, 0x1p63f),
            List.of(-0.0, 0.0, 0.1, 3.0, 9007199254740993.0, 4294967295.0, 0x1p63, 0x1p64));
    List<PropertyType> types =
        List.of(Scalar.I32, Scalar.I64, Scalar.U32, Scalar.U64, Scalar.F32, Scalar.F64);
    for (int a = 0; a < columns.size(); a++) {
      for (int b = 0; b < columns.size(); b++) {
        FieldVector left = vector(types.get(a), columns.get(a));
        FieldVector right = vector(types.get(b), columns.get(b));
        VectorOrder order = VectorOrder.of(left, right);
        for (int i = 0; i < columns.get(a).size(); i++) {
          for (int j = 0; j < columns.get(b).size(); j++) {
            Object x = columns.get(a).get(i);
            Object y = columns.get(b).get(j);
            assertThat(Integer.signum(order.compare(i, j)))
                .as("%s and %s", x, y)
                .isEqualTo(Integer.signum(ValueOrder.compare(x, y)));
            if (ValueOrder.equal(x, y)) {
              assertThat(VectorHash.of(left).hash(i))
                  .as("%s and %s", x, y)
                  .isEqualTo(VectorHash.of(right).hash(j));
            }
          }
        }
      }
    }
  }

  @Test
  void textsThatDifferInAnyCharacterHashApart() {
    for (int length = 0; length < 8; length++) {
      String before = "abcdefgh".substring(0, length);
      List<String> texts =
          IntStream.range(0, 1_000).mapToObj(i -> before + "%03d".formatted(i)).toList();
      VectorHash hash = VectorHash.of(vector(Scalar.STRING, texts));

      assertThat(IntStream.range(0, 1_000).map(hash::hash).distinct().count())
          .as("behind %s", before)
          .isGreaterThan(995);
    }
  }

  @Test
  void rowsAreFoundByEqualValuesOfOtherTypesAndNullsByNothing() {
    Operand ints = operand(vector(Scalar.I32, Arrays.asList(1, 2, null, 2, 3)));
    Operand texts = operand(vector(Scalar.STRING, Arrays.asList("a", "b", "c", "b", null)));
    Operand floats = operand(vector(Scalar.F64, Arrays.asList(2.0, 2.5, 1.0, null, 3.0)));
    Operand others = operand(vector(Scalar.STRING, Arrays.asList("b", "b", "x", "c", null)));
    List<List<Integer>> byOne = new ArrayList<>();
    List<List<Integer>> byBoth = new ArrayList<>();

    try (KeyTable one = new KeyTable(memory, List.of(ints), 5);
        KeyTable both = new KeyTable(memory, List.of(ints, texts), 5)) {
      one.find(List.of(floats), 5, (other, row) -> byOne.add(List.of(other, row)));
      both.find(List.of(floats, others), 5, (other, row) -> byBoth.add(List.of(other, row)));
    }

    assertThat(byOne).containsExactly(List.of(0, 1), List.of(0, 3), List.of(2, 0), List.of(4, 4));
    assertThat(byBoth).containsExactly(List.of(0, 1), List.of(0, 3));
  }

  @Test
  void theFirstRowsInOrderAreTheSameByHeapAndBySort() {
    Random random = new Random(7);
    List<Object> values = new ArrayList<>();
    IntStream.range(0, 500).forEach(i -> values.add(i % 7 == 0 ? null : random.nextInt(40)));
    Operand operand = operand(vector(Scalar.I32, values));
    Operand tie = operand(vector(Scalar.I32, IntStream.range(0, 500).boxed().toList()));
    RowOrder order =
        new RowOrder(
            memory, List.of(new RowOrder.Key(operand, true), new RowOrder.Key(tie, false)));

    List<Integer> sorted = list(order.first(500, Long.MAX_VALUE));
    List<Integer> top = list(order.first(500, 37));

    assertThat(top).isEqualTo(sorted.subList(0, 37));
    assertThat(sorted).hasSize(500).doesNotHaveDuplicates();
    assertThat(values.get(sorted.getFirst())).isEqualTo(39);
    assertThat(values.get(sorted.getLast())).isNull();
  }

  @Test
  void sumsAreRoundedOnceAndDoNotDependOnTheOrder() {
    Random random = new Random(11);
    for (int run = 0; run < 50; run++) {
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        values.add((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20));
        if (run % 2 == 0) {
          values.add((random.nextDouble() - 0.5) * Math.pow(10, 290 + random.nextInt(19)));
        }
      }
      BigDecimal exact =
          values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
      Collections.shuffle(values, random);
      ExactSum sum = new ExactSum();
      values.forEach(sum::add);

      assertThat(sum.value()).isEqualTo(exact.doubleValue());
      assertThat(sum.mean(values.size())).isFinite();
    }
  }

  @Test
  void integersAreSummedExactlyThoughNoDoubleHoldsThem() {
    ExactSum sum = new ExactSum();
    sum.add(Long.MAX_VALUE);
    sum.add(Long.MIN_VALUE);
    sum.add(3L);
    sum.addUnsigned(-1L);
    sum.add(-Long.MAX_VALUE);
    sum.add(-Long.MAX_VALUE);

    assertThat(sum.value()).isEqualTo(2.0 + 1.0);
  }

  @Test
  void groupsTakeNullsAndBothZerosAsEqual() {
    List<Object> values = new ArrayList<>(List.of(0.0, -0.0, 1.0));
    values.add(null);
    values.add(null);
    Groups groups = Groups.of(memory, List.of(operand(vector(Scalar.F64, values))), 5);

    assertThat(IntStream.range(0, 5).map(groups::groupOf)).containsExactly(0, 0, 1, 2, 2);
  }

  @Test
  void groupsAreTheSameWhereManyRowsShareAValue() {
    List<Object> values = new ArrayList<>(List.of(0.0, -0.0, 1.0));
    Operand shared = new Operand(vector(Scalar.F64, values), ints(0, 1, 2, -1, 2, 1, 0, -1), false);
    Groups groups = Groups.of(memory, List.of(shared), 8);

    assertThat(IntStream.range(0, 8).map(groups::groupOf)).containsExactly(0, 0, 1, 2, 1, 0, 0, 2);
    assertThat(groups.size()).isEqualTo(3);
  }

  @Test
  void aMapGivesWhatWasPutHoweverFarItsKeysAreApart() {
    Random random = new Random(3);
    for (int range : List.of(300, 5_000, 1_000_000_000)) {
      IntMap map = memory.own(new IntMap(memory.allocator()));
      Map<Integer, Integer> expected = new HashMap<>();
      for (int i = 0; i < 3_000; i++) {
        // Dense at first, and not any more when the first great key comes.
        int key = i < 1_000 ? i : random.nextInt(range);
        map.put(key, i);
        expected.put(key, i);
      }

      expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
      assertThat(IntStream.range(0, 2_000).filter(key -> !expected.containsKey(key)).map(map::get))
          .allMatch(value -> value == -1);
      assertThat(memory.allocator().getAllocatedMemory()).isLessThan(1 << 20);
      memory.free(map);
    }
  }

  @Test
  void aMapThatMayNotGrowGivesBackWhatItHas() {
    try (RootAllocator little = new RootAllocator(64 << 10);
        IntMap map = new IntMap(little)) {
      assertThatThrownBy(() -> IntStream.range(0, 100_000).forEach(i -> map.put(i * 1_000, i)))
          .isInstanceOf(OutOfMemoryException.class);
      assertThat(map.get(5_000)).isEqualTo(5);
    }
  }

  @Test
  void edgesAreFoundByNodeWhetherThoseOfEachFollowOneAnotherOrNot() {
    Ints following = ints(2, 2, 0, 5);
    Ints mixed = ints(2, 0, 5, 2);
    Ints to = ints(7, 8, 9, 6);
    for (Adjacency edges :
        List.of(
            Adjacency.of(memory, following, to, ints(0, 1, 2, 3)),
            Adjacency.of(memory, mixed, ints(7, 9, 6, 8), ints(0, 2, 3, 1)))) {
      assertThat(IntStream.range(edges.start(2), edges.end(2)).map(edges::target))
          .containsExactly(7, 8);
      assertThat(IntStream.range(edges.start(2), edges.end(2)).map(edges::edge))
          .containsExactly(0, 1);
      assertThat(edges.target(edges.start(0))).isEqualTo(9);
      assertThat(edges.target(edges.start(5))).isEqualTo(6);
      assertThat(List.of(1, 3, 4, 6, 100)).allMatch(n -> edges.start(n) == edges.end(n));
      assertThat(edges.covers(5)).isTrue();
      assertThat(edges.covers(6)).isFalse();
    }
  }

  @Test
  void aSearchFindsEachNodeAtItsShortestDistance() {
    // 0 → 1 → 2 → 0, 0 → 2, 2 → 3
    Adjacency edges =
        Adjacency.of(memory, ints(0, 1, 2, 0, 2), ints(1, 2, 0, 2, 3), ints(0, 1, 2, 3, 4));
    Reach reach = new Reach(memory, edges);

    assertThat(found(reach, 0, 1, 1)).containsExactlyInAnyOrder(1, 2);
    assertThat(found(reach, 0, 2, 2)).containsExactly(3);
    assertThat(found(reach, 0, 1, 9)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(found(reach, 3, 1, 9)).isEmpty();
    assertThat(reach.found(0)).isFalse();
  }

  private List<Integer> found(Reach reach, int source, int min, int max) {
    reach.from(source, min, max);
    return IntStream.range(0, reach.size()).map(reach::get).boxed().toList();
  }

  private Ints ints(int... values) {
    Ints ints = memory.ints();
    IntStream.of(values).forEach(ints::add);
    return ints;
  }

  private static List<Integer> list(Ints ints) {
    return IntStream.range(0, ints.size()).map(ints::get).boxed().toList();
  }

  private Operand operand(FieldVector vector) {
    return new Operand(vector, ints(IntStream.range(0, vector.getValueCount()).toArray()), false);
  }

  private FieldVector vector(PropertyType type, List<?> values) {
    FieldVector vector =
        memory.own(ArrowSchemas.field("v", type, true).createVector(memory.allocator()));
    vector.allocateNew();
    for (int i = 0; i < values.size(); i++) {
      ArrowValues.set(vector, i, values.get(i));
    }
    vector.setValueCount(values.size());
    return vector;
  }

  @Test
  void nodesOfSeveralTypesHaveOneNumberingAsFarAsItGoes() {
    NodeCodes codes = new NodeCodes(List.of("B", "A", "C", "A"));

    assertThat(codes.types()).containsExactly("A", "B", "C");
    int code = codes.code(codes.typeOf("B"), 7);
    assertThat(codes.type(code)).isEqualTo(1);
    assertThat(codes.number(code)).isEqualTo(7);
    assertThat(codes.number(codes.code(2, Integer.MAX_VALUE >> 2)))
        .isEqualTo(Integer.MAX_VALUE >> 2);
    assertThatThrownBy(() -> codes.code(0, (Integer.MAX_VALUE >> 2) + 1))
        .isInstanceOf(GraphException.class);
    assertThat(new NodeCodes(List.of("A")).code(0, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}

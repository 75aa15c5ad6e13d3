package dev.omnigraph.search.vector;

import static dev.omnigraph.search.vector.VectorWorld.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.VectorMetric;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found is what plain Java finds, whatever an index knows. */
class VectorSearchTest {
  private final Random random = new Random(17);

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void withoutASegmentAllAreCompared(VectorMetric metric) {
    VectorWorld world = three(metric);
    world.delete(7, 5);
    world.delete(2, 199);

    assertExact(world);
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void oneSegmentOfAllRowsMakesNoDifference(VectorMetric metric) {
    assertExact(three(metric).segment(7, 2, 3));
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void severalSegmentsAndATailMakeNoDifference(VectorMetric metric) {
    assertExact(three(metric).segment(2).segment(7));
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void aFileThatTwoSegmentsKnowIsFoundOnce(VectorMetric metric) {
    assertExact(three(metric).segment(7, 2).segment(2, 3));
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void rowsThatWereDeletedBeforeOrAfterAreNotFound(VectorMetric metric) {
    VectorWorld world = three(metric);
    for (int i = 0; i < 1000; i += 3) {
      world.delete(7, i);
    }
    world.segment(7, 2);
    for (int i = 0; i < 1000; i += 2) {
      world.delete(7, i);
      world.delete(2, i);
      world.delete(3, i);
    }

    assertExact(world);
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void rowsOfAFileThatIsGoneAreNotFound(VectorMetric metric) {
    VectorWorld world = three(metric).segment(7, 2, 3);
    world.drop(2);

    assertExact(world);
  }

  @Test
  void allVectorsMayBeEqual() {
    for (VectorMetric metric : VectorMetric.values()) {
      assertExact(
          new VectorWorld(metric)
              .add(1, VectorSample.many(3000, () -> new float[] {0.1f, 0.7f, 5}))
              .segment(1));
    }
  }

  @Test
  void noneMayHaveADistance() {
    VectorWorld zero =
        new VectorWorld(VectorMetric.COSINE)
            .add(1, VectorSample.many(2000, () -> new float[3]))
            .segment(1);
    VectorWorld none = new VectorWorld(VectorMetric.L2).add(1, new float[2000][]).segment(1);

    assertThat(zero.search().nearest(new float[] {1, 1, 1}, 5, null).size()).isZero();
    assertThat(none.search().nearest(new float[] {1}, 5, null).size()).isZero();
  }

  @Test
  void nothingIsNearAVectorWithoutDirection() {
    VectorWorld world = three(VectorMetric.COSINE).segment(7, 2, 3);

    assertThat(world.search().nearest(new float[3], 5, null).size()).isZero();
  }

  @Test
  void fewerVectorsThanListsAreFound() {
    float[][] rows = new float[4000][];
    rows[17] = new float[] {1, 0, 0};
    rows[3999] = new float[] {0, 1, 0};
    for (VectorMetric metric : VectorMetric.values()) {
      assertExact(new VectorWorld(metric).add(1, rows).segment(1));
    }
  }

  @Test
  void vectorsMayHaveOneDimension() {
    for (VectorMetric metric : VectorMetric.values()) {
      VectorWorld world =
          new VectorWorld(metric)
              .add(1, VectorSample.many(3000, () -> new float[] {random.nextInt(-500, 500)}))
              .segment(1);

      assertSame(world, new float[] {3}, 20);
    }
  }

  @Test
  void numbersMayHaveAnySize() {
    for (VectorMetric metric : new VectorMetric[] {VectorMetric.L2, VectorMetric.DOT}) {
      VectorWorld world =
          new VectorWorld(metric)
              .add(
                  1,
                  VectorSample.many(
                      3000, () -> new float[] {random.nextFloat() * Float.MAX_VALUE, 1e-40f}))
              .segment(1);

      assertSame(world, new float[] {1e38f, -1e38f}, 20);
    }
  }

  @Test
  void onlyAllowedRowsAreFound() {
    for (VectorMetric metric : VectorMetric.values()) {
      VectorWorld world = three(metric).segment(7, 2);
      for (int part : new int[] {2, 5, 700}) {
        AllowedRows allowed =
            AllowedRows.of(
                LongStream.of(2, 3, 7)
                    .flatMap(f -> LongStream.range(0, 1000).map(i -> f << Integer.SIZE | i))
                    .filter(address -> address % part == 0)
                    .toArray());
        for (int k : new int[] {1, 10, 100, 2000}) {
          float[] to = VectorSample.uniform(random, 3);

          assertEqual(world.search().nearest(to, k, allowed), world.expected(to, k, allowed::has));
        }
      }
    }
  }

  @Test
  void asManyAsThereAreAreFoundHoweverFarTheyLie() {
    float[][] rows = VectorSample.many(20_000, () -> VectorSample.uniform(random, 2));
    VectorWorld world = new VectorWorld(VectorMetric.L2).add(1, rows).segment(1);
    long[] far =
        IntStream.range(0, rows.length)
            .filter(i -> rows[i][0] > 0.9)
            .mapToLong(i -> address(1, i))
            .toArray();
    assertThat(far).hasSizeGreaterThan(VectorSearch.FEW);
    float[] to = {-1, 0};

    Neighbours found = world.search().nearest(to, far.length - 10, AllowedRows.of(far));

    assertThat(found.size()).isEqualTo(far.length - 10);
    assertEqual(found, world.expected(to, far.length - 10, AllowedRows.of(far)::has));
  }

  @Test
  void aSegmentOfAnotherMetricOrDimensionIsNotUsed() {
    VectorWorld other = three(VectorMetric.L2).segment(7, 2, 3);
    VectorSearch search =
        new VectorSearch(
            VectorMetric.DOT, other.segments, other.version, other, other, Runnable::run);
    VectorWorld world = new VectorWorld(VectorMetric.DOT);
    other.version.forEach(live -> world.version.add(live));

    search.nearest(new float[] {1, 1, 1}, 3, null);

    assertThat(other.filesRead).containsExactly(3);
    assertThat(other.exactReads).isEmpty();
  }

  private VectorWorld three(VectorMetric metric) {
    return new VectorWorld(metric)
        .add(7, VectorSample.mixed(random, 1500))
        .add(2, VectorSample.mixed(random, 1200))
        .add(3, VectorSample.mixed(random, 1000));
  }

  private void assertExact(VectorWorld world) {
    for (int k : new int[] {0, 1, 10, 100, 2000, Integer.MAX_VALUE}) {
      assertSame(world, VectorSample.uniform(random, 3), k);
    }
    assertSame(world, new float[] {1, 2, 3}, 10);
  }

  private static void assertSame(VectorWorld world, float[] to, int k) {
    assertEqual(world.search().nearest(to, k, null), world.expected(to, k, address -> true));
  }

  private static void assertEqual(Neighbours found, Neighbours expected) {
    assertThat(found.addresses()).isEqualTo(expected.addresses());
    assertThat(found.distances()).isEqualTo(expected.distances());
  }
}

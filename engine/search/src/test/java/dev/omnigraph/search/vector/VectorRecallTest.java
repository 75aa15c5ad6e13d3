package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.VectorMetric;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many of the nearest a segment finds. */
class VectorRecallTest {
  private static final int ROWS = 20_000;
  private static final int DIMENSION = 64;
  private static final int QUESTIONS = 10;
  private static final int K = 10;

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void nineteenOfTwentyAreFoundWhereVectorsAreClustered(VectorMetric metric) {
    Random random = new Random(5);
    assertFound(metric, random, VectorSample.clustered(random, DIMENSION, 40));
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void nineteenOfTwentyAreFoundWhereTheyAreNot(VectorMetric metric) {
    Random random = new Random(6);
    assertFound(metric, random, () -> VectorSample.uniform(random, DIMENSION));
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void nineteenOfTwentyAreFoundWhereTheyLieFartherInSomeDirections(VectorMetric metric) {
    Random random = new Random(7);
    assertFound(metric, random, () -> VectorSample.decaying(random, DIMENSION));
  }

  private static void assertFound(VectorMetric metric, Random random, Supplier<float[]> vectors) {
    VectorWorld world = new VectorWorld(metric).add(0, VectorSample.many(ROWS, vectors)).segment(0);
    for (double part : new double[] {1, 0.1, 0.01, 0.001}) {
      AllowedRows allowed =
          AllowedRows.of(
              LongStream.range(0, ROWS).filter(i -> random.nextDouble() < part).toArray());
      double found = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        float[] to = vectors.get();
        Neighbours expected = world.expected(to, K, allowed::has);

        Neighbours nearest = world.search().nearest(to, K, part == 1 ? null : allowed);

        assertThat(nearest.size()).isEqualTo(K);
        found +=
            Arrays.stream(nearest.addresses())
                .filter(
                    address ->
                        Arrays.stream(expected.addresses()).anyMatch(other -> other == address))
                .count();
      }
      assertThat(found / (QUESTIONS * K)).as("of %s of all rows", part).isGreaterThan(0.95);
    }
  }
}

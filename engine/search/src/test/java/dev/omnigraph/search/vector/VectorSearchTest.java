package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.VectorMetric;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found is what plain Java finds. */
class VectorSearchTest {
  private final Random random = new Random(17);

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void withoutAnIndexTheNearestAreExact(VectorMetric metric) {
    VectorWorld world = new VectorWorld(metric).add(7, some(300)).add(2, some(200));
    world.delete(7, 5);
    world.delete(2, 199);
    VectorIndex index =
        new VectorSearch(metric, List.of(), world.version, world, world, Runnable::run);

    for (int k : new int[] {0, 1, 10, 200, Integer.MAX_VALUE}) {
      float[] to = VectorSample.uniform(random, 3);

      assertSame(index.nearest(to, k, null), world.expected(to, k, address -> true));
    }
  }

  @ParameterizedTest
  @EnumSource(VectorMetric.class)
  void onlyAllowedRowsAreFound(VectorMetric metric) {
    VectorWorld world = new VectorWorld(metric).add(1, some(5000)).add(2, some(100));
    VectorIndex index =
        new VectorSearch(metric, List.of(), world.version, world, world, Runnable::run);
    for (int of : new int[] {2, 700}) {
      AllowedRows allowed =
          AllowedRows.of(
              LongStream.concat(LongStream.range(0, 5000), LongStream.range(0, 100))
                  .map(i -> 1L << 32 | i)
                  .filter(address -> address % of == 0)
                  .distinct()
                  .toArray());
      float[] to = VectorSample.uniform(random, 3);

      assertSame(index.nearest(to, 10, allowed), world.expected(to, 10, allowed::has));
    }
  }

  static void assertSame(Neighbours found, Neighbours expected) {
    assertThat(found.addresses()).isEqualTo(expected.addresses());
    assertThat(found.distances()).isEqualTo(expected.distances());
  }

  /** Some are missing, some are zero, and some are equal. */
  private float[] @Nullable [] some(int rows) {
    float[] @Nullable [] vectors = new float[rows][];
    for (int i = 0; i < rows; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> vectors[i] = new float[3];
        case 2 -> vectors[i] = new float[] {1, 2, 3};
        default -> vectors[i] = VectorSample.uniform(random, 3);
      }
    }
    return vectors;
  }
}

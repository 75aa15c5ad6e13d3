package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.schema.VectorMetric;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceTest {
  @Test
  void eachMetricIsWhatItsFormulaSays() {
    float[] east = {3, 0};
    float[] northEast = {1, 1};

    assertThat(Distance.of(VectorMetric.COSINE, east, northEast))
        .isCloseTo(1 - Math.sqrt(0.5), within(1e-15));
    assertThat(Distance.of(VectorMetric.COSINE, east, new float[] {-1, 0})).isEqualTo(2);
    assertThat(Distance.of(VectorMetric.L2, east, northEast)).isEqualTo(Math.sqrt(5));
    assertThat(Distance.of(VectorMetric.DOT, east, northEast)).isEqualTo(-3);
  }

  @Test
  void aVectorWithoutDirectionHasNoDistanceUnderCosine() {
    float[] zero = {0, -0f};
    float[] one = {1, 1};

    assertThat(Distance.of(VectorMetric.COSINE, zero, one)).isNaN();
    assertThat(Distance.of(VectorMetric.COSINE, one, zero)).isNaN();
    assertThat(Distance.of(VectorMetric.L2, zero, one)).isEqualTo(Math.sqrt(2));
    assertThat(Distance.of(VectorMetric.DOT, zero, one)).isEqualTo(0.0);
  }

  @Test
  void equalVectorsAreAtNoDistanceAndEitherMayComeFirst() {
    Random random = new Random(1);
    for (int dimension = 1; dimension < 50; dimension++) {
      float[] a = VectorSample.uniform(random, dimension);
      float[] b = VectorSample.uniform(random, dimension);

      assertThat(Distance.of(VectorMetric.COSINE, a, a.clone())).isEqualTo(0.0);
      assertThat(Distance.of(VectorMetric.L2, a, a.clone())).isEqualTo(0.0);
      for (VectorMetric metric : VectorMetric.values()) {
        assertThat(Distance.of(metric, a, b)).isEqualTo(Distance.of(metric, b, a));
        assertThat(Distance.from(metric, a).to(b)).isEqualTo(Distance.of(metric, a, b));
      }
    }
  }

  @Test
  void theLargestAndSmallestNumbersHaveADirection() {
    float[] large = {Float.MAX_VALUE, Float.MAX_VALUE, 0};
    float[] small = {Float.MIN_VALUE, Float.MIN_VALUE, 0};

    assertThat(Distance.of(VectorMetric.COSINE, large, small)).isEqualTo(0.0);
    assertThat(Distance.of(VectorMetric.COSINE, small, small)).isEqualTo(0.0);
    assertThat(Distance.of(VectorMetric.L2, large, new float[3])).isFinite();
  }

  @Test
  void vectorsOfDifferentDimensionsHaveNone() {
    assertThatThrownBy(() -> Distance.of(VectorMetric.L2, new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vectors of 2 and 3 dimensions have no distance");
  }
}

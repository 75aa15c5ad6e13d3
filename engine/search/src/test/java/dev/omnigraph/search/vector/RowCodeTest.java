package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What half a byte for each coordinate says of a vector. */
class RowCodeTest {
  private final Random random = new Random(2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 385})
  void productsAreWrongByNoMoreThanIsSaid(int dimension) {
    RowCode code = new RowCode(dimension);
    for (int i = 0; i < 200; i++) {
      float[] vector = VectorSample.uniform(random, dimension);
      float[] centre = VectorSample.uniform(random, dimension);
      float[] other = VectorSample.uniform(random, dimension);

      code.encode(vector, centre, 0);

      double[] beyond = new double[dimension];
      double exact = 0;
      double length = 0;
      for (int d = 0; d < dimension; d++) {
        beyond[d] = (double) vector[d] - centre[d];
        exact += beyond[d] * other[d];
        length += (double) other[d] * other[d];
      }
      assertThat(code.length()).isCloseTo((float) Math.sqrt(square(beyond)), within(1e-5f));
      assertThat(Math.abs(product(code, other) - exact))
          .isLessThanOrEqualTo(code.off() * Math.sqrt(length) + 1e-5);
    }
  }

  @Test
  void oneOddCoordinateDoesNotMakeTheOthersZero() {
    float[] vector = VectorSample.uniform(random, 400);
    vector[17] = 10;
    RowCode code = new RowCode(400);

    code.encode(vector, new float[400], 0);

    assertThat(code.off()).isLessThan(code.length() / 2);
  }

  @Test
  void aCentreHasNothingBeyondItself() {
    RowCode code = new RowCode(3);

    code.encode(new float[] {1, 2, 3}, new float[] {1, 2, 3}, 0);

    assertThat(code.length()).isZero();
    assertThat(code.off()).isZero();
    assertThat(code.scale()).isZero();
  }

  private static Offset<Float> within(float value) {
    return Offset.offset(value);
  }

  private static double square(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return sum;
  }

  private static double product(RowCode code, float[] other) {
    byte[] bytes = code.bytes();
    double sum = 0;
    for (int i = 0; i < other.length; i++) {
      int at = i < bytes.length ? i : i - bytes.length;
      int own = i < bytes.length ? (byte) (bytes[at] << 4) >> 4 : bytes[at] >> 4;
      sum += code.scale() * own * (double) other[i];
    }
    return sum;
  }
}

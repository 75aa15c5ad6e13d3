package dev.omnigraph.search.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Centres as they are read again. */
class CentreCodesTest {
  @Test
  void theyAreWrongByHalfAStepOfTheWholeRange() {
    Random random = new Random(3);
    float[] values = new float[50 * 7];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1000 + 10 * random.nextFloat();
    }

    float[] read = CentreCodes.of(values, 7).values();

    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(read[i] - values[i])).isLessThan(10f / Short.MAX_VALUE);
    }
  }

  @Test
  void equalOnesAreReadAsTheyWere() {
    float[] values = {1, -2, 1, -2};

    assertThat(CentreCodes.of(values, 2).values()).isEqualTo(values);
  }

  @Test
  void theLargestNumbersStayFinite() {
    float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, 0};

    for (float value : CentreCodes.of(values, 1).values()) {
      assertThat(value).isFinite();
    }
  }
}

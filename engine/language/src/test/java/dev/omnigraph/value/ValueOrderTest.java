package dev.omnigraph.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueOrderTest {
  @Test
  void numbersCompareByValueWhateverTheirTypes() {
    BigInteger maxU64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    assertThat(ValueOrder.compare(5, 5L)).isZero();
    assertThat(ValueOrder.compare(maxU64, Long.MAX_VALUE)).isPositive();
    assertThat(ValueOrder.compare(-1L, maxU64)).isNegative();
    assertThat(ValueOrder.compare(maxU64, 1.8446744073709552E19)).isNegative();
    assertThat(ValueOrder.compare(0.1f, 0.1)).isPositive();
  }

  @Test
  void aLongIsNotRoundedToCompareItWithADouble() {
    long odd = (1L << 53) + 1;

    assertThat(ValueOrder.compare(odd, (double) (1L << 53))).isPositive();
    assertThat(ValueOrder.compare(-odd, (double) -(1L << 53))).isNegative();
    assertThat(ValueOrder.compare(Long.MAX_VALUE, Double.POSITIVE_INFINITY)).isNegative();
  }

  @Test
  void bothZerosAreEqual() {
    assertThat(ValueOrder.compare(0.0, -0.0)).isZero();
    assertThat(ValueOrder.compare(-0.0f, 0)).isZero();
  }

  @Test
  void textComparesByCodePointAndNotByJavaChar() {
    String beyondTheBasicPlane = "\uD83D\uDE00";
    String lastOfTheBasicPlane = "\uFFFD";

    assertThat(beyondTheBasicPlane.compareTo(lastOfTheBasicPlane)).isNegative();
    assertThat(ValueOrder.compare(beyondTheBasicPlane, lastOfTheBasicPlane)).isPositive();
    assertThat(ValueOrder.compare("a", "ab")).isNegative();
    assertThat(ValueOrder.compare("B", "a")).isNegative();
  }

  @Test
  void listsCompareElementByElement() {
    assertThat(ValueOrder.compare(List.of("a", "b"), List.of("a", "c"))).isNegative();
    assertThat(ValueOrder.compare(List.of("a"), List.of("a", "a"))).isNegative();
    assertThat(ValueOrder.compare(new float[] {1, 2}, new float[] {1, 2})).isZero();
  }

  @Test
  void typesWithoutACommonOrderAreRefused() {
    assertThatThrownBy(() -> ValueOrder.compare("1", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

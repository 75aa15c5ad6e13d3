package dev.omnigraph.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitIdTest {
  private static final String OPERATION = "01J00000000000000000000000";

  @Test
  void namesItsSeq() {
    assertThat(CommitId.of(new OperationId(OPERATION), 12_345)).hasToString(OPERATION + "-12345");
    assertThat(CommitId.of(new OperationId(OPERATION), 12_345).seq()).hasValue(12_345);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", OPERATION, OPERATION + "-0", OPERATION + "-99999999999999999999"})
  void ofAnyOtherTextNamesNone(String text) {
    assertThat(new CommitId(text).seq()).isEmpty();
  }
}

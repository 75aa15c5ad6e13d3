package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  /** Of {@code secret} and {@code other}. */
  private final Tokens tokens =
      new Tokens(
          Map.of(
              "ada", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
              "bob", "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"));

  @Test
  void theHolderOfATokenIsTheActor() {
    assertThat(tokens.holder("Bearer secret")).contains("ada");
    assertThat(tokens.holder("Bearer  other ")).contains("bob");
    assertThat(tokens.holder("bearer secret")).contains("ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic secret",
        "Bearer 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
      })
  void anythingElseHasNoHolder(String authorization) {
    assertThat(tokens.holder(authorization)).isEmpty();
  }

  @Test
  void noHeaderHasNoHolder() {
    assertThat(tokens.holder(null)).isEmpty();
  }
}

package dev.omnigraph.local;

import static dev.omnigraph.local.Contract.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import org.junit.jupiter.api.Test;

/** Tokens that are sent to a server which was told of none. */
@QuarkusTest
class UncheckedTokensTest {

  @Test
  void theFirstTokenThatNobodyChecksIsToldInTheLogAndItsSenderIsLetIn() {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Handler log =
        Logs.to(warnings, entry -> entry.getLoggerName().equals(UncheckedTokens.class.getName()));
    try {
      for (int i = 0; i < 2; i++) {
        assertThat(
                given()
                    .header("Authorization", "Bearer secret")
                    .contentType("application/json")
                    .body("{\"query\": \"query q() { insert P { k: \\\"a\\\" } }\"}")
                    .post("/graphs/none/mutate")
                    .jsonPath()
                    .getString("code"))
            .isEqualTo("graph_not_found");
      }
    } finally {
      Logs.stop(log);
    }

    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("no tokens are set", "OMNIGRAPH_LOCAL_TOKENS_");
  }
}

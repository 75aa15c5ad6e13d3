package dev.omnigraph.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedSettingsTest {
  @Test
  void variablesSayItAll() {
    EmbedSettings settings =
        EmbedSettings.of(
                Map.of(
                    "OMNIGRAPH_EMBED_MODEL", "ollama/nomic-embed-text",
                    "OMNIGRAPH_EMBED_URL", "http://localhost:11434/v1",
                    "OMNIGRAPH_EMBED_KEY", "secret",
                    "OMNIGRAPH_EMBED_SEND_DIMENSION", "true",
                    "OMNIGRAPH_EMBED_TIMEOUT", "1500ms",
                    "OMNIGRAPH_EMBED_TIME", "2m"))
            .orElseThrow();

    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.time()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.sendDimension()).contains(true);
    try (Embedder embedder = Embedders.of(settings)) {
      assertThat(embedder.model()).isEqualTo("ollama/nomic-embed-text");
    }
  }

  @Test
  void withoutAModelThereAreNoSettings() {
    assertThat(EmbedSettings.of(Map.of("OMNIGRAPH_EMBED_KEY", "secret"))).isEmpty();
  }

  @Test
  void settingsDoNotPrintTheKey() {
    EmbedSettings settings =
        EmbedSettings.of(
                Map.of("OMNIGRAPH_EMBED_MODEL", "openai/m", "OMNIGRAPH_EMBED_KEY", "secret"))
            .orElseThrow();

    assertThat(settings).hasToString("EmbedSettings[openai/m]");
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL,text-embedding-3-small",
    "MODEL,local/other",
    "MODEL,ollama/needs-an-address",
    "MODEL,bedrock/meta.llama3",
    "URL,localhost:11434",
    "URL,ftp://localhost",
    "KEY_SECRET,embedding-key",
    "KEY_HEADER,api key",
    "SEND_DIMENSION,yes",
    "TIMEOUT,10",
    "TIMEOUT,0s",
    "TIME,1s"
  })
  void whatCannotBeIsRefusedByItsName(String setting, String value) {
    Map<String, String> variables = new HashMap<>();
    variables.put("OMNIGRAPH_EMBED_MODEL", "openai/m");
    variables.put("OMNIGRAPH_EMBED_REGION", "eu-west-1");
    variables.put("OMNIGRAPH_EMBED_" + setting, value);

    assertThatThrownBy(() -> Embedders.of(EmbedSettings.of(variables).orElseThrow()).close())
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.is(EmbedError.EMBEDDING_SETTINGS)).isTrue();
              assertThat(e).hasMessageStartingWith("OMNIGRAPH_EMBED_");
            });
  }
}

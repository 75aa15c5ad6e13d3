package dev.omnigraph.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.error.GraphException;
import org.junit.jupiter.api.Test;

class EmbeddersTest {
  private final Embedder hash = new HashEmbedder();

  @Test
  void theConfiguredModelIsTakenWhereTheSchemaNamesIt() {
    assertThat(Embedders.require(hash, "local/hash", "Person.embedding")).isSameAs(hash);
  }

  @Test
  void theModelThatIsNoneNeedsNoConfiguration() {
    assertThat(Embedders.require(null, "local/hash", "Person.embedding").model())
        .isEqualTo("local/hash");
  }

  @Test
  void anotherModelIsRefusedByName() {
    assertThatThrownBy(() -> Embedders.require(hash, "openai/ada", "Person.embedding"))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.is(EmbedError.EMBEDDING_MODEL_MISMATCH)).isTrue();
              assertThat(e)
                  .hasMessageContainingAll("Person.embedding", "\"openai/ada\"", "\"local/hash\"");
              assertThat(e.nextStep()).contains("OMNIGRAPH_EMBED_MODEL=openai/ada");
            });
  }

  @Test
  void withoutAModelThereAreNoVectors() {
    assertThatThrownBy(() -> Embedders.require(null, "openai/ada", "Person.embedding"))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.is(EmbedError.EMBEDDER_MISSING)).isTrue();
              assertThat(e).hasMessageContainingAll("Person.embedding", "\"openai/ada\"");
              assertThat(e.nextStep()).contains("OMNIGRAPH_EMBED_MODEL=openai/ada");
            });
  }
}

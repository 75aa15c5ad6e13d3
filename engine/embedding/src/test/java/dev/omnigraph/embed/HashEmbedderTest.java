package dev.omnigraph.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.error.GraphException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashEmbedderTest {
  private static final int DIMENSION = 64;

  private final Embedder embedder = new HashEmbedder();

  @Test
  void aTextHasTheSameVectorAlways() {
    float[] vector = embedder.embed(List.of("a graph on S3"), 8).getFirst();

    assertThat(vector)
        .containsExactly(
            new float[] {
              -0.0794043f,
              -0.09814911f,
              -0.36799237f,
              0.5471748f,
              -0.45325595f,
              0.40990704f,
              -0.0880596f,
              -0.40990704f
            });
  }

  @Test
  void textsThatShareWordsAreNearerThanOthers() {
    String text = "A serverless graph database keeps its data in a bucket.";
    double near = cosine(text, "The bucket has the data of a serverless database.");
    double far = cosine(text, "My grandmother plants tulips every spring.");

    assertThat(near).isGreaterThan(far + 0.2);
  }

  @Test
  void formsOfAWordAreNearEachOtherAndCaseIsNothing() {
    assertThat(cosine("databases", "database")).isGreaterThan(0.3);
    assertThat(cosine("DataBase", "database")).isCloseTo(1, within(1e-6));
  }

  @Test
  void everyTextHasAVectorOfLengthOne() {
    List<String> texts = List.of("a", "!?", "日本語", "👩‍👩‍👧 ", "x".repeat(100_000));

    for (int dimension : new int[] {1, 2, 384}) {
      assertThat(embedder.embed(texts, dimension))
          .hasSameSizeAs(texts)
          .allSatisfy(vector -> assertThat(vector).hasSize(dimension))
          .allSatisfy(vector -> assertThat(dot(vector, vector)).isCloseTo(1, within(1e-6)));
    }
  }

  @Test
  void aTextWithoutWordsIsRefused() {
    assertThatThrownBy(() -> embedder.embed(List.of("fine", " \n"), DIMENSION))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.is(EmbedError.EMBEDDING_BLANK)).isTrue());
  }

  private double cosine(String one, String other) {
    List<float[]> vectors = embedder.embed(List.of(one, other), DIMENSION);
    return dot(vectors.getFirst(), vectors.getLast());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.omnigraph.error.GraphException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {

  @Test
  void aBucketIsReadWithOrWithoutPrefix() {
    assertThat(Root.parse("s3://my-bucket")).isEqualTo(new Root.Bucket("my-bucket", ""));
    assertThat(Root.parse("s3://my-bucket/")).isEqualTo(new Root.Bucket("my-bucket", ""));
    assertThat(Root.parse("s3://my-bucket/a/b/")).isEqualTo(new Root.Bucket("my-bucket", "a/b"));
  }

  @Test
  void aFolderIsReadAsPathOrUri() {
    assertThat(Root.parse("/data/graphs")).isEqualTo(new Root.Folder(Path.of("/data/graphs")));
    assertThat(Root.parse("file:///data/graphs"))
        .isEqualTo(new Root.Folder(Path.of("/data/graphs")));
    assertThat(Root.parse("graphs")).isEqualTo(new Root.Folder(Path.of("graphs").toAbsolutePath()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3://UPPER", "s3://a", "s3:///x", "gs://bucket", "http://x"})
  void anythingElseIsRefusedByName(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Root.parse(text))
        .withMessageContaining(text);
  }

  @Test
  void aGraphIsAFolderOfItsOwnName() {
    assertThat(new Root.Bucket("b", "").prefixOf("flights")).isEqualTo("flights");
    assertThat(new Root.Bucket("b", "p").prefixOf("flights")).isEqualTo("p/flights");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "_a", "a/b", "a\\b", "a b", "ä", "a\n"})
  void aNameThatAStoreCouldReadOtherwiseIsNoGraph(String name) {
    Assertions.assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> new GraphName(name))
        .satisfies(e -> assertThat(e.code()).isEqualTo("invalid_graph_name"));
  }
}

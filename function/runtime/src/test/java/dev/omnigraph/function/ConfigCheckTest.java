package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCheckTest {

  @Test
  void aRootIsEnough() {
    assertThat(problems(Map.of("omnigraph.root", "s3://bucket/graphs"))).isEmpty();
  }

  @Test
  void withoutARootTheKeyAndItsVariableAreNamed() {
    assertThat(problems(Map.of()))
        .containsExactly(
            "omnigraph.root (OMNIGRAPH_ROOT) is missing: set s3://bucket/prefix or a folder");
  }

  @Test
  void everyWrongKeyIsNamedAtOnce() {
    assertThat(
            problems(
                Map.of(
                    "omnigraph.root", "s3://No_Bucket",
                    "omnigraph.s3.endpoint", "localhost",
                    "omnigraph.memory.index-cache", "1K")))
        .satisfiesExactly(
            root -> assertThat(root).contains("OMNIGRAPH_ROOT", "No_Bucket", "bucket name"),
            endpoint -> assertThat(endpoint).contains("OMNIGRAPH_S3_ENDPOINT", "localhost"),
            memory -> assertThat(memory).contains("memory.index-cache", "at least 1M"));
  }

  private static List<String> problems(Map<String, String> values) {
    return ConfigCheck.problems(
        new SmallRyeConfigBuilder()
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
            .withMapping(OmnigraphConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(OmnigraphConfig.class));
  }
}

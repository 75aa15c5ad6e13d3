package dev.omnigraph.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
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

  @Test
  void whatWouldLoadItsOwnResultsOrNeverWriteIsRefused() {
    assertThat(
            problems(
                Map.of(
                    "omnigraph.root", "s3://bucket",
                    "omnigraph.time.reserve", "20m",
                    "omnigraph.time.query", "0s",
                    "omnigraph.ingest.results", "ingest/results/",
                    "omnigraph.ingest.dead-letters", "arn:aws:sqs:eu-west-1:1:dead",
                    "omnigraph.ingest.attempts", "0")))
        .satisfiesExactly(
            time -> assertThat(time).contains("OMNIGRAPH_TIME_RESERVE"),
            query -> assertThat(query).contains("OMNIGRAPH_TIME_QUERY"),
            results -> assertThat(results).contains("OMNIGRAPH_INGEST_RESULTS", "ingest/results/"),
            letters -> assertThat(letters).contains("OMNIGRAPH_INGEST_DEAD_LETTERS", "arn:"),
            attempts -> assertThat(attempts).contains("OMNIGRAPH_INGEST_ATTEMPTS"));
  }

  @Test
  void credentialsThatNobodyCouldBeKnownByAreNamed() {
    assertThat(
            problems(
                Map.of(
                    "omnigraph.root", "s3://bucket",
                    "omnigraph.access.tokens-file", "tokens.json",
                    "omnigraph.access.tokens-secret", "tokens",
                    "omnigraph.access.jwt.issuer", "http://issuer.example",
                    "omnigraph.access.jwt.audience", "graphs")))
        .satisfiesExactly(
            both -> assertThat(both).contains("OMNIGRAPH_ACCESS_TOKENS_FILE"),
            secret -> assertThat(secret).contains("OMNIGRAPH_ACCESS_TOKENS_SECRET", "ARN"),
            keys -> assertThat(keys).contains("OMNIGRAPH_ACCESS_JWT", "https"));
    assertThat(
            problems(
                Map.of("omnigraph.root", "s3://bucket", "omnigraph.access.jwt.audience", "graphs")))
        .satisfiesExactly(issuer -> assertThat(issuer).contains("OMNIGRAPH_ACCESS_JWT_ISSUER"));
    assertThat(
            problems(
                Map.of(
                    "omnigraph.root", "s3://bucket",
                    "omnigraph.access.jwt.issuer", "https://issuer.example")))
        .satisfiesExactly(audience -> assertThat(audience).contains("audience"));
  }

  @Test
  void aModelWithoutAnAddressIsNamed() {
    assertThat(
            problems(
                Map.of("omnigraph.root", "s3://bucket", "omnigraph.embed.model", "ollama/words")))
        .singleElement()
        .asString()
        .contains("OMNIGRAPH_EMBED_URL", "ollama/words");
  }

  @Test
  void resultsCanBeSwitchedOff() {
    assertThat(problems(Map.of("omnigraph.root", "s3://bucket", "omnigraph.ingest.results", "")))
        .isEmpty();
  }

  private static List<String> problems(Map<String, String> values) {
    return ConfigCheck.problems(
        new SmallRyeConfigBuilder()
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
            .withConverter(java.time.Duration.class, 100, new DurationConverter())
            .withMapping(OmnigraphConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(OmnigraphConfig.class));
  }
}

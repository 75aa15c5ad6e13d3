package dev.omnigraph.e2e;

import static dev.omnigraph.e2e.Api.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.testkit.CountingS3;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lookup that native code makes and no metadata declares fails in a native executable only. */
class NativeLookupIT {
  @TempDir private Path traces;

  @Test
  void everyLookupThatWasRecordedIsDeclared() throws IOException {
    assertThat(JniLookups.undeclared(JniLookups.recorded())).isEmpty();
  }

  /** On a JVM, with the agent; natively, where a missing one fails by itself, without. */
  @Test
  void everyLookupThatThePackagedFunctionsMakeIsDeclared() throws Exception {
    Optional<Path> agent = JniLookups.agent();
    Map<String, String> settings =
        agent
            .map(a -> Map.of("JAVA_TOOL_OPTIONS", "-agentpath:%s=%s/t".formatted(a, traces)))
            .orElse(Map.of());
    try (Cloud cloud = new Cloud(CountingS3.start(Cloud.BUCKET), settings)) {
      Api people = Api.create(cloud, "traced");
      people.ingest("ingest/traced/main/append/a.jsonl", person("Ada"));
      Api.body(cloud.http(people.add("Bob")));
      cloud.optimize("{}").success();
      cloud.cleanup("{}").success();
      assertThat(people.names()).containsExactly("Ada", "Bob");
      for (String function : new String[] {"http", "ingest", "optimize", "cleanup"}) {
        cloud.end(function);
      }
    }

    Set<String> asked = JniLookups.traced(traces);

    boolean onJvm =
        Stream.of("http", "events").anyMatch(name -> !PackagedFunction.of(name).isNative());
    assertThat(asked.isEmpty()).isEqualTo(agent.isEmpty() || !onJvm);
    assertThat(JniLookups.undeclared(asked)).isEmpty();
  }
}

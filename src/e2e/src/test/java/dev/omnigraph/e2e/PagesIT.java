package dev.omnigraph.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.Sha256;
import dev.omnigraph.testkit.CountingS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages on HTTP give what the local server answers. */
class PagesIT {
  private static final Path DOCS = Path.of("..", "..", "docs", "use");
  private static final String BUCKET = "omnigraph-pages";

  @TempDir private Path folder;

  /**
   * With {@code -Dpages.write=true} the pages are written anew, to be read before they are kept.
   */
  @ParameterizedTest
  @ValueSource(strings = {"api.md", "stored-queries.md"})
  void everyRequestIsSentAndAnsweredAsThePageShows(String page) throws Exception {
    holds(page, Map.of(), Map.of());
  }

  @Test
  void theGuideForAgentsIsDoneAsItSays() throws Exception {
    Map<String, String> tokens = new HashMap<>();
    Map<String, String> hashes = new HashMap<>();
    for (String name : List.of("ann", "helper")) {
      tokens.put(name.toUpperCase(Locale.ROOT), name + "-secret");
      hashes.put(
          "OMNIGRAPH_LOCAL_TOKENS_" + name.toUpperCase(Locale.ROOT), Sha256.hex(name + "-secret"));
    }
    holds("agents.md", hashes, tokens);
  }

  private void holds(String name, Map<String, String> settings, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path file = DOCS.resolve(name);
    try (CountingS3 s3 = CountingS3.start(BUCKET);
        LocalServer server = LocalServer.start(onBucket(s3, settings))) {
      CurlPage page =
          new CurlPage(Files.createDirectory(folder.resolve("page")), server.port(), variables);

      String now = page.run(Files.readString(file));

      if (Boolean.getBoolean("pages.write")) {
        Files.writeString(file, now);
      }
      assertThat(now).isEqualTo(Files.readString(file));
    }
  }

  private static Map<String, String> onBucket(CountingS3 s3, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("OMNIGRAPH_ROOT", "s3://" + BUCKET + "/graphs");
    all.put("OMNIGRAPH_S3_ENDPOINT", s3.endpoint().toString());
    all.put("OMNIGRAPH_S3_PATH_STYLE", "true");
    all.put("AWS_REGION", "us-east-1");
    all.put("AWS_ACCESS_KEY_ID", CountingS3.ACCESS_KEY);
    all.put("AWS_SECRET_ACCESS_KEY", CountingS3.SECRET_KEY);
    return all;
  }
}

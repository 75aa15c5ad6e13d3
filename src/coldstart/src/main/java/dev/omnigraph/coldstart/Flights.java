package dev.omnigraph.coldstart;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.FunctionUrl;
import dev.omnigraph.testkit.S3Clients;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** The example's graph on a counting S3 server, and what is asked of it. */
final class Flights {
  static final String BUCKET = "coldstart";

  /** One airport by its key. */
  static final String QUERY =
      post(
          "query",
          "query airport($iata: String) { match { $a: Airport { iata: $iata } } return { $a.name,"
              + " $a.city } }",
          "{\"iata\": \"LAS\"}");

  static final String MUTATION =
      post(
          "mutate",
          "query rename($iata: String, $name: String) { update Airport set { name: $name } where"
              + " iata = $iata }",
          "{\"iata\": \"LAS\", \"name\": \"Las Vegas\"}");

  private Flights() {}

  static void load(CountingS3 s3, Path example) throws IOException {
    try (S3Client client = s3.client();
        Graph graph =
            Graph.create(
                GraphStorage.at(
                    "s3://" + BUCKET + "/graphs/flights",
                    GraphAccess.s3(
                        S3Access.at(
                            s3.endpoint(),
                            S3Clients.REGION,
                            CountingS3.ACCESS_KEY,
                            CountingS3.SECRET_KEY),
                        () -> client)),
                Files.readString(example.resolve("flights.pg")),
                "flights.pg",
                "coldstart");
        InputStream lines =
            new BufferedInputStream(Files.newInputStream(example.resolve("flights.jsonl")))) {
      graph.load(
          new LoadRequest(
              "flights.jsonl",
              LoadMode.APPEND,
              WriteOptions.on(BranchName.MAIN, "coldstart"),
              null),
          lines,
          read -> {});
      graph.optimize(WriteOptions.on(BranchName.MAIN, "coldstart"));
    }
  }

  /** What a deployment sets. */
  static Map<String, String> settings(CountingS3 s3) {
    return Map.of(
        "OMNIGRAPH_ROOT",
        "s3://" + BUCKET + "/graphs",
        "OMNIGRAPH_S3_ENDPOINT",
        s3.endpoint().toString(),
        "OMNIGRAPH_S3_PATH_STYLE",
        "true",
        "OMNIGRAPH_ACCESS_WITHOUT_POLICY",
        "open",
        "AWS_ACCESS_KEY_ID",
        CountingS3.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        CountingS3.SECRET_KEY,
        "LANCE_CPU_THREADS",
        "16");
  }

  private static String post(String route, String query, String params) {
    String body = "{\"query\": \"%s\", \"params\": %s}".formatted(query, params);
    return FunctionUrl.event(
        "POST",
        "/graphs/flights/" + route,
        Map.of("content-type", "application/json"),
        body.getBytes(StandardCharsets.UTF_8),
        "");
  }
}

package dev.omnigraph.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket and the three functions on it, each started when it is first asked. */
final class Cloud implements AutoCloseable {
  static final String BUCKET = "omnigraph-e2e";
  private static final String PREFIX = "prod/graphs";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedS3 server = EmbeddedS3.start(BUCKET);
  private final S3Client s3 = server.client();
  private final Map<String, LambdaRuntimeEmulator> functions = new HashMap<>();

  /** What a deployment sets, and what Lambda gives a function of its role. */
  Map<String, String> environment() {
    return Map.of(
        "OMNIGRAPH_ROOT",
        "s3://" + BUCKET + "/" + PREFIX,
        "OMNIGRAPH_S3_ENDPOINT",
        server.endpoint().toString(),
        "OMNIGRAPH_S3_PATH_STYLE",
        "true",
        "AWS_ACCESS_KEY_ID",
        EmbeddedS3.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        EmbeddedS3.SECRET_KEY);
  }

  void createGraph(String name, String schema) {
    String prefix = PREFIX + "/" + name;
    GraphStorage storage =
        new GraphStorage(
            new S3ObjectStore(s3, new S3Location(BUCKET, prefix)),
            LanceTables.open(
                URI.create("s3://" + BUCKET + "/" + prefix),
                server.storageOptions(),
                TableOptions.DEFAULT));
    Graph.create(storage, schema, "schema.pg", "e2e").close();
  }

  /** Puts an object and returns its ETag as events carry it. */
  String put(String key, byte[] content) {
    return s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
        .eTag()
        .replace("\"", "");
  }

  JsonNode http(String event) {
    return json(function("http", Map.of()).invoke(event).success());
  }

  LambdaAnswer ingest(String event) {
    return function("ingest", Map.of("QUARKUS_LAMBDA_HANDLER", "ingest")).invoke(event);
  }

  LambdaAnswer optimize(String event) {
    return function("optimize", Map.of("QUARKUS_LAMBDA_HANDLER", "optimize")).invoke(event);
  }

  /** What a function has written to its log so far. */
  String log(String function) {
    LambdaRuntimeEmulator running = functions.get(function);
    return running == null ? "" : running.output();
  }

  private LambdaRuntimeEmulator function(String name, Map<String, String> handler) {
    return functions.computeIfAbsent(
        name,
        absent -> {
          Map<String, String> environment = new HashMap<>(environment());
          environment.putAll(handler);
          return PackagedFunction.of(name.equals("http") ? "http" : "events").start(environment);
        });
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public void close() {
    functions.values().forEach(LambdaRuntimeEmulator::close);
    s3.close();
    server.close();
  }
}

package dev.omnigraph.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket and the functions on it, each started when it is first asked. */
final class Cloud implements AutoCloseable {
  static final String BUCKET = "omnigraph-e2e";
  private static final String PREFIX = "prod/graphs";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final Map<String, String> tableStore;
  private final Map<String, String> settings;
  private final AutoCloseable server;
  private final S3Client s3;
  private final Map<String, LambdaRuntimeEmulator> functions = new HashMap<>();

  /** On a server that others wrote. */
  Cloud() {
    this(Map.of());
  }

  /**
   * The same.
   *
   * @param settings of the deployment, beyond those that every one needs
   */
  Cloud(Map<String, String> settings) {
    EmbeddedS3 embedded = EmbeddedS3.start(BUCKET);
    this.endpoint = embedded.endpoint();
    this.tableStore = embedded.storageOptions();
    this.settings = settings;
    this.server = embedded;
    this.s3 = embedded.client();
  }

  /** On a server whose requests a test can park, and whose clock it can set. */
  Cloud(CountingS3 counting, Map<String, String> settings) {
    this.endpoint = counting.endpoint();
    this.tableStore = counting.storageOptions();
    this.settings = settings;
    this.server = counting;
    this.s3 = counting.client();
  }

  /** What a deployment sets, and what Lambda gives a function of its role. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("OMNIGRAPH_ROOT", "s3://" + BUCKET + "/" + PREFIX);
    environment.put("OMNIGRAPH_S3_ENDPOINT", endpoint.toString());
    environment.put("OMNIGRAPH_S3_PATH_STYLE", "true");
    environment.putIfAbsent("OMNIGRAPH_ACCESS_WITHOUT_POLICY", "open");
    environment.put("LANCE_CPU_THREADS", "16");
    environment.put("AWS_ACCESS_KEY_ID", EmbeddedS3.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", EmbeddedS3.SECRET_KEY);
    return environment;
  }

  void createGraph(String name, String schema) {
    String prefix = PREFIX + "/" + name;
    GraphStorage storage =
        GraphStorage.of(
            new S3ObjectStore(s3, new S3Location(BUCKET, prefix)),
            tableStore,
            TableOptions.DEFAULT);
    Graph.create(storage, schema, "schema.pg", "e2e").close();
  }

  /** Puts an object and returns its ETag as events carry it. */
  String put(String key, byte[] content) {
    return s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
        .eTag()
        .replace("\"", "");
  }

  JsonNode http(String event) {
    return json(function("http").invoke(event).success());
  }

  LambdaAnswer ingest(String event) {
    return function("ingest").invoke(event);
  }

  LambdaAnswer optimize(String event) {
    return function("optimize").invoke(event);
  }

  LambdaAnswer cleanup(String event) {
    return function("cleanup").invoke(event);
  }

  /** Hands the HTTP function an event, and waits for nothing. */
  void submit(String event) {
    function("http").submit(event.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a function's process as {@code kill -9} does; the next event starts another. */
  void kill(String function) {
    Objects.requireNonNull(functions.remove(function), "started before").close();
  }

  /** Lets a function's process end in order, as far as it has been started. */
  void end(String function) throws InterruptedException {
    LambdaRuntimeEmulator running = functions.remove(function);
    if (running != null) {
      running.process().destroy();
      running.process().waitFor();
      running.close();
    }
  }

  /** The body of an object, or empty when there is none. */
  Optional<String> object(String key) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** The line that a function wrote of the newest event that it has ended. */
  JsonNode told(String function) {
    return log(function)
        .lines()
        .filter(line -> line.contains("\"_aws\""))
        .map(Cloud::json)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError(log(function)));
  }

  /** What a function has written to its log so far. */
  String log(String function) {
    LambdaRuntimeEmulator running = functions.get(function);
    return running == null ? "" : running.output();
  }

  private LambdaRuntimeEmulator function(String name) {
    return functions.computeIfAbsent(
        name,
        absent -> {
          Map<String, String> environment = new HashMap<>(environment());
          environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
          if (name.equals("http")) {
            return PackagedFunction.of("http").start(environment);
          }
          environment.put("QUARKUS_LAMBDA_HANDLER", name);
          return PackagedFunction.of("events").start(environment);
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
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("The S3 server did not stop", e);
    }
  }
}

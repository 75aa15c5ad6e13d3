package dev.omnigraph.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.testkit.DeadLetterQueue;
import dev.omnigraph.testkit.EmbeddedS3;
import dev.omnigraph.testkit.FunctionPackage;
import dev.omnigraph.testkit.LambdaAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bucket, queue, functions, schedules and gateway, wired as the Terraform module wires them: an
 * object put below {@code ingest/} becomes an EventBridge event in the queue of the ingest
 * function.
 */
public final class Stack implements AutoCloseable {
  /** The bucket of the graphs, and of what is to be loaded. */
  public static final String BUCKET = "omnigraph";

  private static final String INGEST = "ingest/";

  /** More than Terraform's 30 s: a laptop starts a JVM more slowly than Lambda. */
  private static final Duration HTTP_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration EVENT_TIMEOUT = Duration.ofMinutes(5);

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong sequence = new AtomicLong();
  private final DeadLetterQueue deadLetters = DeadLetterQueue.start();
  private final ScheduledExecutorService schedules;
  private final EmbeddedS3 s3;
  private final Function http;
  private final Function ingest;
  private final Function optimize;
  private final Function cleanup;
  private final Queue queue;
  private final Gateway gateway;

  /**
   * Where and how often.
   *
   * @param project the folder of the project, whose packages are built
   * @param httpPort 0 for a free one
   * @param s3Port 0 for a free one
   * @param optimizeEvery zero for never
   * @param cleanupEvery zero for never
   * @param visibility of the queue
   */
  public record Options(
      Path project,
      int httpPort,
      int s3Port,
      Duration optimizeEvery,
      Duration cleanupEvery,
      Duration visibility) {}

  private Stack(Options options) throws IOException {
    this.s3 = EmbeddedS3.start(BUCKET, options.s3Port(), this::created);
    Path functions = options.project().resolve("function");
    Path work = options.project().resolve("src/stack/target/functions");
    FunctionPackage httpPackage =
        FunctionPackage.unpack(functions.resolve("http/target/function.zip"), work.resolve("http"));
    FunctionPackage events =
        FunctionPackage.unpack(
            functions.resolve("events/target/function.zip"), work.resolve("events"));
    this.http = new Function("http", httpPackage, settings(), HTTP_TIMEOUT);
    this.ingest = handler("ingest", events);
    this.optimize = handler("optimize", events);
    this.cleanup = handler("cleanup", events);
    this.queue = new Queue(options.visibility(), this::ingest, Stack::died);
    this.schedules =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("schedule-", 0).factory());
    tick(options.optimizeEvery(), this::optimizeNow);
    tick(options.cleanupEvery(), this::cleanUpNow);
    this.gateway = Gateway.start(options.httpPort(), http);
  }

  /** Starts it; functions are started by their first events. */
  public static Stack start(Options options) throws IOException {
    return new Stack(options);
  }

  /** Of the HTTP function. */
  public URI api() {
    return URI.create("http://localhost:" + gateway.port());
  }

  /** The S3 server with the bucket. */
  public EmbeddedS3 s3() {
    return s3;
  }

  /** What went to the dead-letter queue. */
  public DeadLetterQueue deadLetters() {
    return deadLetters;
  }

  /** What a deployment sets. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("OMNIGRAPH_ROOT", "s3://" + BUCKET + "/graphs");
    settings.put("OMNIGRAPH_S3_ENDPOINT", s3.endpoint().toString());
    settings.put("OMNIGRAPH_S3_PATH_STYLE", "true");
    settings.put("OMNIGRAPH_ACCESS_WITHOUT_POLICY", "open");
    settings.put("OMNIGRAPH_INGEST_DEAD_LETTERS", deadLetters.address());
    settings.put("LANCE_CPU_THREADS", "16");
    settings.put("AWS_REGION", "us-east-1");
    settings.put("AWS_ACCESS_KEY_ID", EmbeddedS3.ACCESS_KEY);
    settings.put("AWS_SECRET_ACCESS_KEY", EmbeddedS3.SECRET_KEY);
    return settings;
  }

  /**
   * Waits until everything that was put is loaded, or given up.
   *
   * @throws TimeoutException if that takes longer than the timeouts of its deliveries
   */
  public void awaitIngest() throws InterruptedException, TimeoutException {
    queue.awaitEmpty(EVENT_TIMEOUT.multipliedBy(Queue.MOST_DELIVERIES));
  }

  /** As the schedule does it. */
  public LambdaAnswer optimizeNow() {
    return optimize.invoke("{}");
  }

  /** As the schedule does it. */
  public LambdaAnswer cleanUpNow() {
    return cleanup.invoke("{}");
  }

  @Override
  public void close() {
    schedules.shutdownNow();
    gateway.close();
    queue.close();
    http.close();
    ingest.close();
    optimize.close();
    cleanup.close();
    deadLetters.close();
    s3.close();
  }

  private Function handler(String name, FunctionPackage events) {
    Map<String, String> settings = settings();
    settings.put("QUARKUS_LAMBDA_HANDLER", name);
    return new Function(name, events, settings, EVENT_TIMEOUT);
  }

  private void tick(Duration every, Runnable work) {
    if (!every.isZero()) {
      schedules.scheduleWithFixedDelay(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              System.err.println("A schedule failed: " + e);
            }
          },
          every.toMillis(),
          every.toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  /** The bucket's notification through EventBridge, whose rule lets the prefix through. */
  private void created(String bucket, String key, String etag) {
    if (!key.startsWith(INGEST)) {
      return;
    }
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("source", "aws.s3");
    event.put("detail-type", "Object Created");
    ObjectNode detail = event.putObject("detail").put("requester", "local");
    detail.putObject("bucket").put("name", bucket);
    detail
        .putObject("object")
        .put("key", key)
        .put("etag", etag)
        .put("sequencer", "%016X".formatted(sequence.incrementAndGet()));
    queue.send(event.toString());
  }

  private Set<String> ingest(String event) {
    LambdaAnswer answer = ingest.invoke(event);
    Set<String> handedBack = new HashSet<>();
    try {
      JsonNode told = json.readTree(answer.errorType().isPresent() ? event : answer.body());
      handedBack.addAll(
          told.findValuesAsText(answer.errorType().isPresent() ? "messageId" : "itemIdentifier"));
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
    return handedBack;
  }

  private static void died(String body) {
    System.err.println("Delivered too often, and given up: " + body);
  }
}

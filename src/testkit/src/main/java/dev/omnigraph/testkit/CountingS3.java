package dev.omnigraph.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server in memory that counts requests and, when asked, is slow or goes wrong in a chosen
 * place. Path-style addresses; takes any credentials. Speaks what the AWS SDK and Lance use:
 * conditional puts, ranges, ListObjectsV2, multi-delete, multipart uploads, copies.
 *
 * <p>Every effect is atomic, and visible at once. An ETag is the MD5 of the bytes, so an equal body
 * has an equal ETag, as on S3.
 */
public final class CountingS3 implements AutoCloseable {
  /** Any would do; these are for clients that insist on some. */
  public static final String ACCESS_KEY = "counting-access-key";

  public static final String SECRET_KEY = "counting-secret-key";

  private final S3Service service;
  private final HttpListener listener;
  private final RequestLog log = new RequestLog();
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private volatile Adversary adversary = request -> Optional.empty();
  private volatile Duration latency = Duration.ZERO;

  private CountingS3(InstantSource clock) {
    this.service = new S3Service(clock);
    this.listener = HttpListener.start(this::handle);
  }

  /** Starts a server with one empty bucket on a free loopback port. */
  public static CountingS3 start(String bucket) {
    CountingS3 server = new CountingS3(InstantSource.system());
    server.createBucket(bucket);
    return server;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  /** A client of this server; the caller closes it. */
  public S3Client client() {
    return S3Clients.connect(endpoint(), ACCESS_KEY, SECRET_KEY);
  }

  /** What Lance (Rust's object_store) must be told to use this server. */
  public Map<String, String> storageOptions() {
    return S3Clients.storageOptions(endpoint(), ACCESS_KEY, SECRET_KEY);
  }

  public void createBucket(String name) {
    service.createBucket(name);
  }

  /** The server's own time: of {@code Date}, {@code Last-Modified} and listings. */
  public void setClock(InstantSource clock) {
    service.setClock(clock);
  }

  /** Adds this to every request from now on, before its effect. */
  public void setLatency(Duration latency) {
    this.latency = latency;
  }

  public RequestLog log() {
    return log;
  }

  /** Every request that fits meets the fault. The rule that was added first strikes first. */
  public void fault(Predicate<S3Request> fits, Fault fault) {
    fault(fits, 1, Integer.MAX_VALUE, fault);
  }

  /** Of the requests that fit from now on, the {@code first}th (1 is the next) meets the fault. */
  public void faultOnce(Predicate<S3Request> fits, int first, Fault fault) {
    fault(fits, first, 1, fault);
  }

  /** Of the requests that fit from now on, number {@code first} and the ones after it do. */
  public void fault(Predicate<S3Request> fits, int first, int times, Fault fault) {
    rules.add(new FaultRule(fits, first, times, fault));
  }

  /** Asked about every request from now on that no rule strikes. */
  public void oppose(Adversary adversary) {
    this.adversary = adversary;
  }

  /** From now on nothing goes wrong; what is parked stays so. */
  public void clearFaults() {
    rules.clear();
    adversary = request -> Optional.empty();
  }

  /** The body of an object, read past the API and uncounted. */
  public Optional<byte[]> object(String bucket, String key) {
    return service.bucket(bucket).flatMap(b -> b.get(key)).map(S3Bucket.S3Object::body);
  }

  /**
   * Tells of every object that is put into a bucket from now on, by key and body, in the one order
   * of their effects; what is refused is not told.
   *
   * @param watcher short, and without requests of its own: the bucket waits for it
   */
  public void watch(String bucket, BiConsumer<String, byte[]> watcher) {
    service.bucket(bucket).orElseThrow().watch(watcher);
  }

  /** Forgets a bucket with all that is in it. */
  public void dropBucket(String name) {
    service.dropBucket(name);
  }

  /** The keys and bodies of a bucket, read past the API and uncounted. */
  public Map<String, byte[]> objects(String bucket) {
    Map<String, byte[]> bodies = new TreeMap<>();
    service
        .bucket(bucket)
        .ifPresent(b -> b.withPrefix("").forEach((key, object) -> bodies.put(key, object.body())));
    return bodies;
  }

  /** Multipart uploads that are neither completed nor aborted. */
  public int openUploads() {
    return service.openUploads();
  }

  @Override
  public void close() {
    listener.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    S3Request request = S3Request.of(exchange);
    pause(latency);
    Optional<Fault> fault =
        rules.stream()
            .filter(rule -> rule.strikes(request))
            .findFirst()
            .map(FaultRule::fault)
            .or(() -> adversary.meets(request));
    if (fault.isEmpty()) {
      send(exchange, request, service.answer(request));
      return;
    }
    switch (fault.get()) {
      case Fault.Refuse(int status, String code) -> send(exchange, request, error(status, code));
      case Fault.RefuseAfterEffect(int status, String code) -> {
        service.answer(request);
        send(exchange, request, error(status, code));
      }
      case Fault.Reset _ -> reset(exchange, request);
      case Fault.LoseAnswer _ -> {
        service.answer(request);
        reset(exchange, request);
      }
      case Fault.BreakOff _ -> {
        S3Response response = service.answer(request);
        record(exchange, request, response.status(), response.body().length / 2);
        exchange.breakOff(response.status(), headers(response), response.body());
      }
      case Fault.Delay(Duration by) -> {
        pause(by);
        send(exchange, request, service.answer(request));
      }
      case Fault.Park(CompletableFuture<Void> until) -> {
        until.join();
        send(exchange, request, service.answer(request));
      }
      case Fault.ParkAnswer(CompletableFuture<Void> until) -> {
        S3Response response = service.answer(request);
        until.join();
        send(exchange, request, response);
      }
      case Fault.LandLate(CompletableFuture<Void> when, CompletableFuture<Void> landed) -> {
        when.thenRun(
            () -> {
              service.answer(request);
              landed.complete(null);
            });
        reset(exchange, request);
      }
    }
  }

  private void send(HttpExchange exchange, S3Request request, S3Response response)
      throws IOException {
    boolean head = request.method().equals("HEAD");
    record(exchange, request, response.status(), head ? 0 : response.body().length);
    exchange.respond(response.status(), headers(response), response.body());
  }

  private void reset(HttpExchange exchange, S3Request request) throws IOException {
    record(exchange, request, 0, 0);
    exchange.reset();
  }

  /** Before the answer is sent: a client's next request starts after this one has ended. */
  private void record(HttpExchange exchange, S3Request request, int status, long bytesOut) {
    log.add(
        new RequestLog.Entry(
            request.operation(),
            request.method(),
            request.key(),
            request.query(),
            status,
            exchange.startNanos(),
            System.nanoTime(),
            request.body().length,
            bytesOut));
  }

  private Map<String, String> headers(S3Response response) {
    Map<String, String> headers = new TreeMap<>(response.headers());
    headers.put("Date", S3Dates.http(service.now()));
    headers.put("Server", "CountingS3");
    headers.put("x-amz-request-id", "test");
    return headers;
  }

  private static S3Response error(int status, String code) {
    return S3Response.error(status, code, "Injected by a test");
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}

package dev.omnigraph.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.testkit.InvocationQueue.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One execution environment of AWS Lambda: starts a packaged function as a process, speaks the
 * Runtime API (2018-06-01) to it and hands it events, one at a time as Lambda does. Works for a
 * {@code bootstrap} executable and for the Java runtime interface client alike.
 *
 * <p>The process sees the variables that Lambda sets and those of the test, and no others.
 */
public final class LambdaRuntimeEmulator implements AutoCloseable {
  private static final String API = "/2018-06-01/runtime/";

  private final HttpListener api;
  private final Process process;
  private final Duration timeout;
  private final long startedNanos = System.nanoTime();
  private final InvocationQueue events = new InvocationQueue(this::output);
  private final CompletableFuture<Duration> ready = new CompletableFuture<>();
  private final CompletableFuture<String> initError = new CompletableFuture<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Thread outputReader;

  private LambdaRuntimeEmulator(
      List<String> command, Map<String, String> environment, Path folder, Duration timeout) {
    this.timeout = timeout;
    this.api = HttpListener.start(this::handle);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(lambdaEnvironment(folder));
      builder.environment().putAll(environment);
      this.process = builder.start();
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException(e);
    }
    this.outputReader = Thread.ofVirtual().start(this::readOutput);
    process.onExit().thenRun(this::processEnded);
  }

  /**
   * Starts a function.
   *
   * @param command what to run, e.g. {@code ./bootstrap}
   * @param environment in addition to, and stronger than, what Lambda sets
   * @param folder where the package is unzipped: the working folder and {@code LAMBDA_TASK_ROOT}
   * @param timeout of one event, the start-up included for the first
   */
  public static LambdaRuntimeEmulator start(
      List<String> command, Map<String, String> environment, Path folder, Duration timeout) {
    return new LambdaRuntimeEmulator(command, environment, folder, timeout);
  }

  /** Hands the function an event and waits for what it makes of it. */
  public LambdaAnswer invoke(String event) {
    return invoke(event.getBytes(UTF_8));
  }

  /** Hands the function an event and waits for what it makes of it. */
  public LambdaAnswer invoke(byte[] event) {
    CompletableFuture<LambdaAnswer> answer = submit(event);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      kill();
      return new LambdaAnswer("", output(), Optional.of("Runtime.Timeout"), timeout);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Hands the function an event without waiting; later events queue behind it. */
  public CompletableFuture<LambdaAnswer> submit(byte[] event) {
    return events.add(event, ready.isDone() ? null : startedNanos).answer();
  }

  /** Completes with the time from the start of the process until it asked for an event. */
  public CompletableFuture<Duration> ready() {
    return ready;
  }

  /** Completes with what the function reported when it could not start. */
  public CompletableFuture<String> initError() {
    return initError;
  }

  /** What the process has written to its standard output and error so far. */
  public String output() {
    synchronized (output) {
      return output.toString(UTF_8);
    }
  }

  public Process process() {
    return process;
  }

  /** Stops the process between two instructions, as Lambda does after an answer. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  public void thaw() {
    signal("CONT");
  }

  /** Kills the process, as {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
      outputReader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    api.close();
  }

  private Map<String, String> lambdaEnvironment(Path folder) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.port());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "function");
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function");
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "test");
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("LAMBDA_TASK_ROOT", folder.toAbsolutePath().toString());
    environment.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    environment.put("_HANDLER", "handler");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    return environment;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.path();
    if (path.equals(API + "invocation/next")) {
      next(exchange);
    } else if (path.equals(API + "init/error")) {
      initError.complete(new String(exchange.body(), UTF_8));
      accepted(exchange);
    } else if (path.startsWith(API + "invocation/") && exchange.method().equals("POST")) {
      String[] rest = path.substring((API + "invocation/").length()).split("/", 2);
      Optional<Invocation> invocation = events.answered(rest[0]);
      if (invocation.isEmpty() || rest.length < 2) {
        exchange.respond(400, Map.of(), "{\"errorType\":\"InvalidRequestID\"}".getBytes(UTF_8));
        return;
      }
      // As on Lambda the answer counts once the runtime knows that it was taken.
      accepted(exchange);
      invocation
          .get()
          .answer(
              exchange.body(),
              rest[1].equals("error")
                  ? exchange.header("Lambda-Runtime-Function-Error-Type").orElse("Unhandled")
                  : null);
    } else {
      exchange.respond(404, Map.of(), new byte[0]);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    ready.complete(Duration.ofNanos(System.nanoTime() - startedNanos));
    Optional<Invocation> next;
    try {
      next = events.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (next.isEmpty()) {
      return;
    }
    Invocation invocation = next.get();
    exchange.respond(
        200,
        Map.of(
            "Content-Type", "application/json",
            "Lambda-Runtime-Aws-Request-Id", invocation.id(),
            "Lambda-Runtime-Deadline-Ms", "" + (System.currentTimeMillis() + timeout.toMillis()),
            "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0",
            "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:000000000000:function:function"),
        invocation.event());
  }

  private static void accepted(HttpExchange exchange) throws IOException {
    exchange.respond(
        202, Map.of("Content-Type", "application/json"), "{\"status\":\"OK\"}".getBytes(UTF_8));
  }

  private void processEnded() {
    try {
      outputReader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.end();
  }

  private void readOutput() {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (output) {
          output.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // The stream of a killed process ends like this.
    }
  }

  private void signal(String name) {
    try {
      int exit = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

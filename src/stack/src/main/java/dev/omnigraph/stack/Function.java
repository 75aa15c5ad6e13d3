package dev.omnigraph.stack;

import dev.omnigraph.testkit.FunctionPackage;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A function with one execution environment, as with a reserved concurrency of one: started by its
 * first event, kept for the next ones, and replaced when it has died.
 *
 * <p>Nobody waits for ever: an event that takes longer than the timeout ends the environment, and
 * whoever has not had its turn by then is refused, as Lambda throttles.
 */
final class Function implements AutoCloseable {
  /** The error of an event that found the function busy. */
  static final String THROTTLED = "TooManyRequestsException";

  private final String name;
  private final FunctionPackage unpacked;
  private final Map<String, String> settings;
  private final Duration timeout;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile @Nullable LambdaRuntimeEmulator running;
  private volatile boolean closed;
  private int shown;

  /**
   * Not started yet.
   *
   * @param timeout of one event, and of the wait for its turn
   */
  Function(String name, FunctionPackage unpacked, Map<String, String> settings, Duration timeout) {
    this.name = name;
    this.unpacked = unpacked;
    this.settings = new HashMap<>(settings);
    this.settings.put("AWS_LAMBDA_FUNCTION_NAME", name);
    this.timeout = timeout;
  }

  LambdaAnswer invoke(String event) {
    try {
      if (!turn.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return refused("another event has been running for " + timeout.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused("the stack is ending");
    }
    try {
      return closed ? refused("the stack is ending") : invokeInTurn(event);
    } finally {
      turn.unlock();
    }
  }

  private LambdaAnswer invokeInTurn(String event) {
    LambdaRuntimeEmulator environment = running;
    if (environment == null || !environment.process().isAlive()) {
      if (environment != null) {
        environment.close();
      }
      environment = start();
      running = environment;
      shown = 0;
      if (closed) { // In between: the events of an environment that has ended are answered at once.
        environment.close();
      }
    }
    LambdaAnswer answer = environment.invoke(event);
    showLog(environment.output());
    return answer;
  }

  private LambdaAnswer refused(String why) {
    return new LambdaAnswer("", name + ": " + why, Optional.of(THROTTLED), timeout);
  }

  /** Ends the environment; what it works on fails, so that its turn ends, too. */
  @Override
  public void close() {
    closed = true;
    LambdaRuntimeEmulator environment = running;
    if (environment != null) {
      environment.close();
    }
  }

  private LambdaRuntimeEmulator start() {
    List<String> command =
        unpacked.command(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of(
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"),
            FunctionPackage.runtimeClient(System.getProperty("java.class.path")));
    return LambdaRuntimeEmulator.start(command, settings, unpacked.folder(), timeout);
  }

  private void showLog(String all) {
    all.substring(Math.min(shown, all.length()))
        .lines()
        .forEach(line -> System.out.println("[" + name + "] " + line));
    shown = all.length();
  }
}

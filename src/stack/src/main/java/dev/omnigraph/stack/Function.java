package dev.omnigraph.stack;

import dev.omnigraph.testkit.FunctionPackage;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function with one execution environment, as with a reserved concurrency of one: started by its
 * first event, kept for the next ones, and replaced when it has died.
 */
final class Function implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final String name;
  private final FunctionPackage unpacked;
  private final Map<String, String> settings;
  private @Nullable LambdaRuntimeEmulator running;
  private int shown;

  Function(String name, FunctionPackage unpacked, Map<String, String> settings) {
    this.name = name;
    this.unpacked = unpacked;
    this.settings = new HashMap<>(settings);
    this.settings.put("AWS_LAMBDA_FUNCTION_NAME", name);
  }

  synchronized LambdaAnswer invoke(String event) {
    LambdaRuntimeEmulator environment = running;
    if (environment == null || !environment.process().isAlive()) {
      close();
      environment = start();
      running = environment;
      shown = 0;
    }
    LambdaAnswer answer = environment.invoke(event);
    showLog(environment.output());
    return answer;
  }

  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
      running = null;
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
    return LambdaRuntimeEmulator.start(command, settings, unpacked.folder(), TIMEOUT);
  }

  private void showLog(String all) {
    all.substring(Math.min(shown, all.length()))
        .lines()
        .forEach(line -> System.out.println("[" + name + "] " + line));
    shown = all.length();
  }
}

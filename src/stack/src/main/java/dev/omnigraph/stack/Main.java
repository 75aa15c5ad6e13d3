package dev.omnigraph.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Starts the stack and says where it is; runs until it is told to end. */
public final class Main {
  private Main() {}

  /**
   * Runs it.
   *
   * @param args the folder of the project, and a file to write the settings for clients to once
   *     everything is up
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Stack stack =
        Stack.start(
            new Stack.Options(
                Path.of(args[0]),
                number("OMNIGRAPH_STACK_HTTP_PORT", 8080),
                number("OMNIGRAPH_STACK_S3_PORT", 9000),
                Duration.ofSeconds(number("OMNIGRAPH_STACK_OPTIMIZE_SECONDS", 60)),
                Duration.ofSeconds(number("OMNIGRAPH_STACK_CLEANUP_SECONDS", 600)),
                Duration.ofSeconds(number("OMNIGRAPH_STACK_VISIBILITY_SECONDS", 5))));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    Map<String, String> settings = new TreeMap<>(stack.settings());
    settings.put("OMNIGRAPH_API", stack.api().toString());
    settings.put("AWS_ENDPOINT_URL", stack.s3().endpoint().toString());
    settings.put("AWS_DEFAULT_REGION", "us-east-1");
    StringBuilder lines = new StringBuilder();
    settings.forEach((name, value) -> lines.append("export %s='%s'%n".formatted(name, value)));
    Files.writeString(Path.of(args[1]), lines);
    Thread.currentThread().join();
  }

  private static int number(String name, int otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}

package dev.omnigraph.coldstart;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.FunctionPackage;
import dev.omnigraph.testkit.LambdaAnswer;
import dev.omnigraph.testkit.LambdaRuntimeEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the AOT cache of a JVM package from a training run: the function is started under the
 * emulator, queried and written to, and stopped. The cache is good for the JVM that made it, its
 * flags and the class path only; any other start does without it, and says nothing.
 */
public final class Train {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private Train() {}

  /**
   * Runs it.
   *
   * @param args the function's zip, the folder to make, the launcher of the JVM that will run it,
   *     the example's folder
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 4) {
      System.err.println("Usage: Train FUNCTION_ZIP FOLDER JAVA EXAMPLE_FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[1]);
    try (CountingS3 s3 = CountingS3.start(Flights.BUCKET)) {
      Flights.load(s3, Path.of(args[3]));
      FunctionPackage unpacked =
          FunctionPackage.unpack(
              Path.of(args[0]), Files.createTempDirectory("omnigraph").resolve("unpacked"));
      run(FlatPackage.of(unpacked, folder), Path.of(args[2]), s3);
    }
  }

  static void run(FlatPackage flat, Path java, CountingS3 s3)
      throws IOException, InterruptedException {
    Files.deleteIfExists(flat.cache());
    try (LambdaRuntimeEmulator function =
        LambdaRuntimeEmulator.start(
            flat.training(java, Variant.JVM_FLAGS), Flights.settings(s3), flat.folder(), TIMEOUT)) {
      for (String event : List.of(Flights.QUERY, Flights.QUERY, Flights.MUTATION, Flights.QUERY)) {
        LambdaAnswer answer = function.invoke(event);
        if (!answer.body().contains("\"statusCode\":200")) {
          throw new IllegalStateException(answer.body() + "\n" + function.output());
        }
      }
      // What it learned is written as the process ends; a kill would leave none.
      function.process().destroy();
      boolean ended = function.process().waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (!ended || !Files.exists(flat.record())) {
        throw new IllegalStateException("The training left no record:\n" + function.output());
      }
    }
    Process creation =
        new ProcessBuilder(flat.creation(java, Variant.JVM_FLAGS))
            .directory(flat.folder().toFile())
            .inheritIO()
            .start();
    if (creation.waitFor() != 0 || !Files.exists(flat.cache())) {
      throw new IllegalStateException("No AOT cache was made.");
    }
    Files.delete(flat.record());
    flat.writeArguments(java, Variant.JVM_FLAGS);
  }
}

package dev.omnigraph.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The schema that a graph is to have. */
final class DesiredSchema {
  @Parameters(paramLabel = "FILE.pg", description = "The whole schema as it is to be.")
  private Path file = Path.of("");

  @Option(
      names = "--allow-data-loss",
      description = "What is dropped goes from earlier commits too.")
  private boolean allowDataLoss;

  String source() {
    return TextFile.read(file);
  }

  String fileName() {
    return String.valueOf(file);
  }

  boolean allowDataLoss() {
    return allowDataLoss;
  }
}

package dev.omnigraph.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The schema that a graph is to have. */
final class DesiredSchema {
  @Parameters(
      paramLabel = "SCHEMA",
      description = "The .pg file of the whole schema as it is to be.")
  private Path file = Path.of("");

  @Option(
      names = "--erase-history",
      description =
          "What is dropped also goes from all earlier commits: it cannot be read at any time."
              + " Without it, they keep it until cleanup.")
  private boolean eraseHistory;

  String source() {
    return TextFile.read(file);
  }

  String fileName() {
    return String.valueOf(file);
  }

  boolean eraseHistory() {
    return eraseHistory;
  }
}

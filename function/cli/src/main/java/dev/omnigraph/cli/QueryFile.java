package dev.omnigraph.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A named query of a file, and its arguments. */
final class QueryFile {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE.gq",
      description = "The queries.")
  private Path file = Path.of("");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which of them; needed when there are several.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      paramLabel = "PARAM=VALUE",
      description = "Its arguments. What is no number, true, false, null or [list] is text.")
  private List<String> arguments = List.of();

  String source() {
    return TextFile.read(file);
  }

  String fileName() {
    return file.toString();
  }

  @Nullable String name() {
    return name;
  }

  Map<String, @Nullable Object> arguments() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    arguments.forEach(argument -> Arguments.add(values, argument));
    return values;
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.lang.QueryCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
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
      paramLabel = "FILE.gq",
      description = "The queries, unless their file is the first word.")
  private @Nullable Path file;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE.gq NAME PARAM=VALUE",
      description = {
        "The file without -f, which of its queries where there are several, and its arguments.",
        "A value is read as its parameter's type; '\"7\"' is the text 7 in any case."
      })
  private List<String> words = List.of();

  private @Nullable Request request;

  /** What the words add up to. */
  private record Request(Path file, String source, @Nullable String name, List<String> arguments) {}

  String source() {
    return request().source();
  }

  String fileName() {
    return request().file().toString();
  }

  @Nullable String name() {
    return request().name();
  }

  Map<String, @Nullable Object> arguments() {
    Request asked = request();
    Map<String, Parameter> declared = new LinkedHashMap<>();
    if (!asked.arguments().isEmpty()) {
      parameters(asked).forEach(parameter -> declared.put(parameter.name(), parameter));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    asked.arguments().forEach(argument -> Arguments.add(values, argument, declared));
    return values;
  }

  private static List<Parameter> parameters(Request asked) {
    Map<String, List<Parameter>> queries =
        QueryCompiler.parameters(asked.source(), asked.file().toString());
    return asked.name() == null && queries.size() == 1
        ? queries.values().iterator().next()
        : queries.getOrDefault(asked.name() == null ? "" : asked.name(), List.of());
  }

  private Request request() {
    Request known = request;
    if (known == null) {
      known = parse();
      request = known;
    }
    return known;
  }

  private Request parse() {
    List<String> rest = new ArrayList<>(words);
    Path from = file;
    if (from == null) {
      if (rest.isEmpty() || isArgument(rest.getFirst())) {
        throw GraphException.of(CliError.QUERY_FILE_MISSING, "No file of queries was named")
            .build();
      }
      from = Path.of(rest.removeFirst());
    }
    String name = rest.isEmpty() || isArgument(rest.getFirst()) ? null : rest.removeFirst();
    return new Request(from, TextFile.read(from), name, List.copyOf(rest));
  }

  private static boolean isArgument(String word) {
    return word.contains("=");
  }
}

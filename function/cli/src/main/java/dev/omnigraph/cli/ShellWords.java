package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.error.GraphException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be meant by the beginning of a word: names of the schema, of queries, and keywords. */
final class ShellWords {
  private static final List<String> KEYWORDS =
      List.of(
          "match",
          "return",
          "order",
          "limit",
          "offset",
          "having",
          "optional",
          "not",
          "exists",
          "distinct",
          "asc",
          "desc",
          "and",
          "or",
          "in",
          "is",
          "null",
          "true",
          "false",
          "contains",
          "starts_with",
          "insert",
          "update",
          "delete",
          "set",
          "where",
          "query",
          "as",
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "collect",
          "search",
          "nearest",
          "bm25");

  private final Shell shell;
  private @Nullable Answer schema;

  ShellWords(Shell shell) {
    this.shell = shell;
  }

  /** After a write the schema may be another. */
  void forget() {
    schema = null;
  }

  /**
   * What the last word of a text may become.
   *
   * @param before the text up to the cursor
   */
  SortedSet<String> completions(String before) {
    int start = start(before);
    String word = before.substring(start);
    String context = before.substring(0, start).stripTrailing();
    SortedSet<String> all = new TreeSet<>();
    if (before.stripLeading().startsWith(":")) {
      commands(before.stripLeading(), all);
    } else if (context.endsWith(".")) {
      all.addAll(properties());
    } else if (context.endsWith(":")) {
      all.addAll(types());
      all.addAll(edges());
    } else {
      all.addAll(KEYWORDS);
      all.addAll(types());
      all.addAll(edges());
      all.addAll(properties());
    }
    all.removeIf(each -> !each.startsWith(word));
    return all;
  }

  private void commands(String line, SortedSet<String> all) {
    if (!line.contains(" ")) {
      all.addAll(Shell.COMMANDS);
      Main.names().forEach(name -> all.add(":" + name));
    } else if (line.startsWith(":run ")) {
      all.addAll(shell.queries());
    } else if (line.startsWith(":branch ")) {
      BranchListCommand.all(shell.graph())
          .list("branches")
          .forEach(branch -> all.add(branch.path("branch").asText()));
    } else if (line.startsWith(":format ")) {
      all.addAll(List.of("table", "json", "ndjson", "csv"));
    }
  }

  /** Where the last word begins. */
  static int start(String before) {
    int start = before.length();
    while (start > 0 && isPart(before, start - 1)) {
      start--;
    }
    return start;
  }

  private static boolean isPart(String text, int at) {
    char c = text.charAt(at);
    boolean isCommand = text.stripLeading().startsWith(":");
    return isCommand ? !Character.isWhitespace(c) : Character.isLetterOrDigit(c) || c == '_';
  }

  private List<String> types() {
    return named("nodes").map(type -> type.path("name").asText()).toList();
  }

  /** As patterns name them: {@code flightTo} of {@code FlightTo}. */
  private List<String> edges() {
    return named("edges")
        .map(type -> type.path("name").asText())
        .flatMap(name -> Stream.of(name, Character.toLowerCase(name.charAt(0)) + name.substring(1)))
        .toList();
  }

  private List<String> properties() {
    return Stream.concat(named("nodes"), named("edges"))
        .flatMap(type -> Answer.elements(type.path("properties")).stream())
        .map(property -> property.path("name").asText())
        .toList();
  }

  private Stream<JsonNode> named(String member) {
    try {
      Answer known = schema;
      if (known == null) {
        known = SchemaShowCommand.in(shell.graph(), shell.state());
        schema = known;
      }
      return known.list(member).stream();
    } catch (GraphException e) {
      // Help that cannot be had must not stop who types.
      return Stream.of();
    }
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.lang.QueryCompiler;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is typed into the shell: a query or a write, with or without the head that files have, or a
 * command of the shell.
 */
record Statement(
    String source, boolean isWrite, @Nullable String name, List<Parameter> parameters) {
  /** What messages call it. */
  static final String FILE = "shell";

  private static final String HEAD = "query shell() {\n";
  private static final Pattern WRITE = Pattern.compile("\\s*(insert|update|delete)\\b");
  private static final Pattern PLACE = Pattern.compile("(?m)^shell:([0-9]{1,9}):");
  private static final Pattern NAMED = Pattern.compile("\\s*query\\s");

  static boolean isCommand(String text) {
    return text.strip().startsWith(":");
  }

  /**
   * Whether a text can be run as it is: it is one that can be read, it ends in {@code ;}, or more
   * lines cannot mend it.
   */
  static boolean isWhole(String text) {
    if (text.isBlank() || isCommand(text) || text.stripTrailing().endsWith(";")) {
      return true;
    }
    try {
      Statement unused = of(text);
      return true;
    } catch (LanguageException e) {
      long lines = source(text).lines().count();
      return !isOpen(text) && e.diagnostics().getFirst().span().line() < lines;
    }
  }

  /**
   * @throws LanguageException if it cannot be read
   */
  static Statement of(String text) {
    String source = source(text);
    Map<String, List<Parameter>> queries = QueryCompiler.parameters(source, FILE);
    String name = queries.keySet().iterator().next();
    String body = source.substring(source.indexOf('{') + 1);
    return new Statement(
        source, WRITE.matcher(body).lookingAt(), name, queries.getOrDefault(name, List.of()));
  }

  /** A message with the lines of what was typed, where it was given a head. */
  static String placed(String text, String message) {
    return NAMED.matcher(text).lookingAt()
        ? message
        : PLACE
            .matcher(message)
            .replaceAll(place -> FILE + ":" + (Integer.parseInt(place.group(1)) - 1) + ":");
  }

  private static String source(String text) {
    String plain = text.strip().replaceFirst(";+$", "").stripTrailing();
    return NAMED.matcher(plain).lookingAt() ? plain + "\n" : HEAD + plain + "\n}";
  }

  /** Whether a bracket or a text has no end yet. */
  private static boolean isOpen(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else {
          quoted = c != '"';
        }
      } else {
        quoted = c == '"';
        depth += "{[(".indexOf(c) >= 0 ? 1 : "}])".indexOf(c) >= 0 ? -1 : 0;
      }
    }
    return depth > 0 || quoted;
  }
}

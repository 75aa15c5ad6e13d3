package dev.omnigraph.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV, as RFC 4180 has it, with the line ends of text files. */
final class Csv {
  private Csv() {}

  static void line(PrintWriter out, List<? extends @Nullable Object> fields) {
    out.print(fields.stream().map(Csv::field).collect(Collectors.joining(",")) + "\n");
  }

  /** An empty text is quoted, so that it is not taken for no value. */
  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    return text.isEmpty() && value instanceof String || text.matches("(?s).*[\",\n\r].*")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}

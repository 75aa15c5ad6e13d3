package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.value.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns, numbers to the right. */
final class TextTable {
  private static final int MAX_WIDTH = 60;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;
  private final int width;

  TextTable(List<String> header) {
    this(header, MAX_WIDTH);
  }

  /** A table that cuts nothing off, for names that are to be copied. */
  static TextTable whole(List<String> header) {
    return new TextTable(header, Integer.MAX_VALUE);
  }

  private TextTable(List<String> header, int width) {
    this.width = width;
    this.header = header;
    this.right = new boolean[header.size()];
    java.util.Arrays.fill(right, true);
  }

  void add(List<? extends @Nullable Object> values) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      right[i] &= value == null || value instanceof Number;
      row.add(shorten(text(value)));
    }
    rows.add(row);
  }

  void print(PrintWriter out) {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = length(header.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    out.println(line(header, widths));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("─".repeat(width));
    }
    out.println(line(rule, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - length(cells.get(i)));
      boolean toTheRight = right[i] && !rows.isEmpty();
      line.append(i == 0 ? "" : "  ");
      line.append(toTheRight ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  /** A value as people write it; a sum of integers without a fraction. */
  static String text(@Nullable Object value) {
    return visible(plain(value));
  }

  /** A terminal does what some characters say, and shows others out of their order. */
  private static String visible(String text) {
    if (text.codePoints().noneMatch(TextTable::isInvisible)) {
      return text;
    }
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> {
                  if (isInvisible(c)) {
                    visible.append("\\u{%x}".formatted(c));
                  } else {
                    visible.appendCodePoint(c);
                  }
                }
              }
            });
    return visible.toString();
  }

  private static boolean isInvisible(int c) {
    boolean isJoiner = c == 0x200c || c == 0x200d;
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT -> !isJoiner;
      default -> false;
    };
  }

  private static String plain(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> text;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          Long.toString(number.longValue());
      case List<?> list -> json(list);
      case Map<?, ?> map -> json(map);
      case float[] vector -> json(vector);
      case byte[] bytes -> bytes.length + " bytes";
      default -> value.toString();
    };
  }

  static String json(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      JsonText.write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private String shorten(String text) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

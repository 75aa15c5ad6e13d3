package dev.omnigraph.jsonl;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.rule.GraphError;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of CSV as in RFC 4180, strictly: a quote is only in a field that is in quotes, and is
 * twice there. A field that is empty and not in quotes is null. Lines end with a line feed, a
 * carriage return or both; blank ones between records are passed over.
 *
 * <p>Written here, because a library that was tried lost the record after a carriage return at the
 * end of a field in quotes.
 */
final class CsvRecords {
  /** More than a type's properties and the ids that come with them. */
  private static final int COLUMNS = 10_000;

  private final Reader in;
  private final String file;
  private final int most;
  private final char[] buffer = new char[1 << 13];
  private final StringBuilder field = new StringBuilder();
  private int at;
  private int end;
  private long nextLine = 1;
  private long line = 1;
  private int taken;

  /** Fields of the record that was read last, those that were not kept included. */
  private int count;

  /**
   * @param in stays open
   * @param most characters of a record
   */
  CsvRecords(Reader in, String file, int most) {
    this.in = in;
    this.file = file;
    this.most = most;
  }

  /** The line on which the record that was read last begins, from 1. */
  long line() {
    return line;
  }

  /**
   * The first record, or null where there is none.
   *
   * @throws GraphException {@code not_csv}, with the line
   */
  @Nullable List<@Nullable String> header() throws IOException {
    List<@Nullable String> names = record(COLUMNS);
    if (count > COLUMNS) {
      throw malformed(
          "has %,d columns, and no type has more than %,d".formatted(count, COLUMNS), null);
    }
    return names;
  }

  /**
   * The next record, or null after the last.
   *
   * @param columns that it has to have
   * @throws GraphException {@code not_csv}, with the line
   */
  @Nullable List<@Nullable String> next(int columns) throws IOException {
    List<@Nullable String> fields = record(columns);
    if (fields != null && count != columns) {
      throw malformed(
          "begins a record of %d fields, and the header has %d".formatted(count, columns), null);
    }
    return fields;
  }

  /**
   * @param kept of its fields; those beyond are only counted
   */
  private @Nullable List<@Nullable String> record(int kept) throws IOException {
    count = 0;
    while (takeLineEnd()) {
      // A blank line holds nothing.
    }
    if (peek() < 0) {
      return null;
    }
    line = nextLine;
    taken = 0;
    List<@Nullable String> fields = new ArrayList<>();
    do {
      count++;
      String next = peek() == '"' ? quoted() : plain(count);
      if (count <= kept) {
        fields.add(next);
      }
    } while (takeComma());
    if (peek() >= 0 && !takeLineEnd()) {
      throw malformed("has text after the quotes of field %d".formatted(count), null);
    }
    return fields;
  }

  GraphException malformed(String reason, @Nullable Throwable cause) {
    return GraphException.of(GraphError.NOT_CSV, "%s: line %d %s".formatted(file, line, reason))
        .with("file", file)
        .with("line", line)
        .cause(cause)
        .build();
  }

  private @Nullable String plain(int number) throws IOException {
    field.setLength(0);
    for (int c = peek(); c >= 0 && c != ',' && c != '\n' && c != '\r'; c = peek()) {
      if (c == '"') {
        throw malformed(
            "has a quote inside field %d, which is not in quotes".formatted(number), null);
      }
      append(c);
    }
    return field.isEmpty() ? null : field.toString();
  }

  private String quoted() throws IOException {
    field.setLength(0);
    at++;
    while (true) {
      int c = peek();
      if (c < 0) {
        throw malformed("begins a record with a quote that is not closed", null);
      }
      append(c);
      if (c == '"' && !take('"')) {
        field.setLength(field.length() - 1);
        return field.toString();
      }
      if (c == '\n' || (c == '\r' && peek() != '\n')) {
        nextLine++;
      }
    }
  }

  private void append(int c) {
    at++;
    spend();
    field.append((char) c);
  }

  private boolean takeComma() throws IOException {
    boolean is = take(',');
    if (is) {
      spend();
    }
    return is;
  }

  /** One more character of a record, or of what separates its fields. */
  private void spend() {
    if (++taken > most) {
      throw malformed(
          "begins a record of more than %,d characters; a quote may be missing".formatted(most),
          null);
    }
  }

  private boolean takeLineEnd() throws IOException {
    boolean ends = take('\r');
    ends |= take('\n');
    nextLine += ends ? 1 : 0;
    return ends;
  }

  private boolean take(char wanted) throws IOException {
    boolean is = peek() == wanted;
    at += is ? 1 : 0;
    return is;
  }

  /** The next character, or -1 at the end. */
  private int peek() throws IOException {
    if (at == end) {
      try {
        end = Math.max(0, in.read(buffer));
        at = 0;
      } catch (CharacterCodingException e) {
        throw malformed("or one after it has bytes that are not UTF-8", e);
      }
    }
    return at < end ? buffer[at] : -1;
  }
}

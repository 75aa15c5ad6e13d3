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
   * The next record, or null after the last.
   *
   * @throws GraphException {@code not_csv}, with the line
   */
  @Nullable List<@Nullable String> next() throws IOException {
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
      fields.add(peek() == '"' ? quoted() : plain(fields.size() + 1));
    } while (take(','));
    if (peek() >= 0 && !takeLineEnd()) {
      throw malformed("has text after the quotes of field %d".formatted(fields.size()), null);
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
    if (++taken > most) {
      throw malformed(
          "begins a record of more than %,d characters; a quote may be missing".formatted(most),
          null);
    }
    field.append((char) c);
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

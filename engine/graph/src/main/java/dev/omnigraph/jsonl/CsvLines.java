package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV as lines of JSON arrays of texts, so that it is cut into commits like every other input. Each
 * record is on the line on which it begins in the input, since lines that it took beyond are left
 * blank; so is the header's.
 */
final class CsvLines extends WrittenLines {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Blank lines that are written at a time, however many there are. */
  private static final int BLANK = 1 << 13;

  private static final JsonFactory JSON = new JsonFactory();

  private final CsvRecords records;
  private final List<String> header;

  /** What is written after blank lines; null when it has to be read. */
  private @Nullable List<@Nullable String> next;

  /** The line that is written next. */
  private long line = 1;

  /**
   * Reads the header.
   *
   * @param in stays open
   * @param most characters of a record
   * @throws dev.omnigraph.error.GraphException {@code not_csv}, here and when it is read
   */
  CsvLines(InputStream in, String file, int most) throws IOException {
    InputStreamReader text =
        new InputStreamReader(
            unmarked(in),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    this.records = new CsvRecords(text, file, most);
    List<@Nullable String> first = records.header();
    if (first == null) {
      throw records.malformed("has no header, which names the columns", null);
    }
    this.header = first.stream().map(name -> name == null ? "" : name).toList();
  }

  /** The names of the columns. */
  List<String> header() {
    return header;
  }

  @Override
  boolean write(ByteArrayOutputStream out) throws IOException {
    next = next == null ? records.next(header.size()) : next;
    if (next == null) {
      return false;
    }
    long blank = Math.min(records.line() - line, BLANK);
    for (int i = 0; i < blank; i++) {
      out.write('\n');
    }
    line += blank;
    if (line == records.line()) {
      write(next, out);
      out.write('\n');
      line++;
      next = null;
    }
    return true;
  }

  private static void write(List<@Nullable String> fields, ByteArrayOutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartArray();
      for (String field : fields) {
        json.writeString(field);
      }
      json.writeEndArray();
    }
  }

  /** Editors put a byte order mark before the first line; it is not part of it. */
  private static InputStream unmarked(InputStream in) throws IOException {
    PushbackInputStream marked = new PushbackInputStream(in, MARK.length);
    byte[] first = marked.readNBytes(MARK.length);
    if (!Arrays.equals(first, MARK)) {
      marked.unread(first);
    }
    return marked;
  }
}

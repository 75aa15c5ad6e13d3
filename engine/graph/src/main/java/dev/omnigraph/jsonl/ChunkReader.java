package dev.omnigraph.jsonl;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.rule.GraphError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an input into chunks of whole lines. Each chunk takes as many lines as fit into the limits,
 * so the cuts depend on the bytes of the input alone. Reads one line ahead, at most.
 */
final class ChunkReader {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final String file;
  private final String unit;
  private final LoadLimits limits;
  private final byte[] buffer = new byte[BUFFER];
  private int bufferStart;
  private int bufferEnd;
  private byte[] line = new byte[1024];
  private int lineLength = -1;
  private int nextLine = 1;
  private int nextIndex;
  private boolean started;

  /**
   * @param file the name of the input in messages
   * @param unit of what its lines are there
   */
  ChunkReader(InputStream in, String file, String unit, LoadLimits limits) {
    this.in = in;
    this.file = file;
    this.unit = unit;
    this.limits = limits;
  }

  /** The next chunk, or null after the last; an empty input is one empty chunk. */
  @Nullable Chunk next() {
    if (!started) {
      started = true;
      readLine();
    } else if (lineLength < 0) {
      return null;
    }
    int firstLine = nextLine;
    byte[] chunk = new byte[Math.min(limits.bytes(), BUFFER)];
    int length = 0;
    while (lineLength >= 0
        && nextLine - firstLine < limits.lines()
        && length + lineLength <= limits.bytes()) {
      if (length + lineLength > chunk.length) {
        int wanted =
            Math.max(length + lineLength, (int) Math.min(limits.bytes(), chunk.length * 2L));
        chunk = Arrays.copyOf(chunk, wanted);
      }
      System.arraycopy(line, 0, chunk, length, lineLength);
      length += lineLength;
      nextLine++;
      readLine();
    }
    return new Chunk(nextIndex++, chunk, length, firstLine, nextLine - 1, lineLength < 0);
  }

  /** Reads the next line with its line feed into {@link #line}; its length is -1 at the end. */
  private void readLine() {
    lineLength = 0;
    while (true) {
      if (bufferStart == bufferEnd && !fill()) {
        lineLength = lineLength == 0 ? -1 : lineLength;
        return;
      }
      int end = endOfLine(buffer, bufferStart, bufferEnd);
      boolean whole = end < bufferEnd;
      int count = (whole ? end + 1 : end) - bufferStart;
      append(count);
      if (whole) {
        return;
      }
    }
  }

  /** Where the first line feed is, or the end. */
  static int endOfLine(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void append(int count) {
    int length = lineLength + count;
    if (length > limits.lineBytes()) {
      throw tooLong(file, unit, nextLine, limits.lineBytes());
    }
    if (length > line.length) {
      line = Arrays.copyOf(line, Math.max(length, line.length * 2));
    }
    System.arraycopy(buffer, bufferStart, line, lineLength, count);
    lineLength = length;
    bufferStart += count;
  }

  private boolean fill() {
    try {
      bufferStart = 0;
      bufferEnd = Math.max(0, in.read(buffer));
      return bufferEnd > 0;
    } catch (IOException e) {
      throw unreadable(file, unit, nextLine, e);
    }
  }

  /** Why an input is not read on. */
  static GraphException tooLong(String file, String unit, int line, int most) {
    return GraphException.of(
            GraphError.LINE_TOO_LONG,
            "%s: %s %d is longer than %,d bytes".formatted(file, unit, line, most))
        .with("file", file)
        .with(unit, line)
        .with("limit", most)
        .build();
  }

  /**
   * Why an input cannot be read on.
   *
   * @param line that cannot be read
   */
  static GraphException unreadable(String file, String unit, int line, IOException e) {
    if (e instanceof InputFault fault) {
      return GraphException.of(
              fault.code(), "%s: after %s %d: %s".formatted(file, unit, line - 1, e.getMessage()))
          .with("file", file)
          .with(unit, line)
          .cause(e)
          .build();
    }
    String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
    return GraphException.of(
            GraphError.INPUT_UNREADABLE,
            "%s: the input broke off at %s %d%s".formatted(file, unit, line, reason))
        .with("file", file)
        .with(unit, line)
        .cause(e)
        .build();
  }
}

package dev.omnigraph.jsonl;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.parquet.ByteSource;
import dev.omnigraph.parquet.ParquetFault;
import dev.omnigraph.parquet.ParquetReader;
import dev.omnigraph.rule.GraphError;
import dev.omnigraph.value.ValueError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parquet as lines of JSON arrays, one for each row, so that it is cut into commits like every
 * other input. Numbers, truth values, texts, lists and blobs are as in JSON Lines, days and times
 * are the numbers that JSON Lines may have for them.
 */
final class ParquetLines extends WrittenLines {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of the memory, for pages; a function with little of it reads files of ordinary pages. */
  private static final long LEAST_ROOM = 64L << 20;

  private final String file;
  private final int most;
  private final ParquetReader reader;
  private int row = 1;

  /**
   * Reads what describes the file.
   *
   * @param source closed with this, and when this fails
   * @param most bytes of a line
   * @throws GraphException {@code not_parquet}, {@code parquet_unsupported} or {@code
   *     parquet_too_large}, here and when it is read, and then {@code line_too_long} and {@code
   *     out_of_range}
   */
  ParquetLines(ByteSource source, String file, int most) throws IOException {
    this.file = file;
    this.most = most;
    try {
      this.reader = new ParquetReader(source, room(), most);
    } catch (ParquetFault e) {
      source.close();
      throw error(e, false);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  List<ParquetReader.Column> columns() {
    return reader.columns();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  @Override
  boolean write(ByteArrayOutputStream out) throws IOException {
    @Nullable Object[] values = next();
    if (values == null) {
      return false;
    }
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartArray();
      for (int i = 0; i < values.length; i++) {
        write(json, out, i, values[i]);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
    row++;
    return true;
  }

  private @Nullable Object @Nullable [] next() throws IOException {
    try {
      return reader.next();
    } catch (ParquetFault e) {
      throw error(e, true);
    }
  }

  /**
   * @param out what has been written of the line so far, but for what the generator holds
   */
  private void write(
      JsonGenerator json, ByteArrayOutputStream out, int column, @Nullable Object value)
      throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> {
        check(text.length(), out);
        json.writeString(text);
      }
      case byte[] content -> {
        check(content.length, out);
        json.writeString("base64:" + Base64.getEncoder().encodeToString(content));
      }
      case Boolean bool -> json.writeBoolean(bool);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      // The shortest text of it would be another number where doubles are taken.
      case Float number -> json.writeNumber(finite((double) number, column));
      case Double number -> json.writeNumber(finite(number, column));
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          check(0, out);
          write(json, out, column, element);
        }
        json.writeEndArray();
      }
      // A time that is finer than what is stored, for which the text is refused.
      default -> json.writeString(value.toString());
    }
  }

  /** What is too long for a line is not made one. */
  private void check(int length, ByteArrayOutputStream out) {
    if (length > most || out.size() > most) {
      throw tooLong();
    }
  }

  private double finite(double number, int column) {
    if (!Double.isFinite(number)) {
      String name = columns().get(column).name();
      throw error(ValueError.OUT_OF_RANGE, true, name, "is " + number + ", not a finite number")
          .build();
    }
    return number;
  }

  private GraphException tooLong() {
    return ChunkReader.tooLong(file, "row", row, most);
  }

  private GraphException error(ParquetFault fault, boolean inRow) {
    GraphError code =
        switch (fault.kind()) {
          case DAMAGED -> GraphError.NOT_PARQUET;
          case UNSUPPORTED -> GraphError.PARQUET_UNSUPPORTED;
          case TOO_LARGE -> GraphError.PARQUET_TOO_LARGE;
          case LONG_ROW -> throw tooLong();
        };
    return error(code, inRow, fault.column(), fault.reason()).cause(fault).build();
  }

  private GraphException.Builder error(
      ErrorCode code, boolean inRow, @Nullable String column, String reason) {
    String place = (inRow ? "row " + row + ": " : "") + (column == null ? "" : column + ": ");
    GraphException.Builder error =
        GraphException.of(code, "%s: %s%s".formatted(file, place, reason)).with("file", file);
    if (inRow) {
      error.with("row", row);
    }
    if (column != null) {
      error.with("field", column);
    }
    return error;
  }

  private static long room() {
    return Math.max(LEAST_ROOM, Runtime.getRuntime().maxMemory() / 4);
  }
}

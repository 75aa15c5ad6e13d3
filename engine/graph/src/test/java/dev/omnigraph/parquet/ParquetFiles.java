package dev.omnigraph.parquet;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files in memory: of other writers, and of this one. */
public final class ParquetFiles {
  private static final long ROOM = 64 << 20;
  private static final long MOST_IN_ROW = 16 << 20;

  private ParquetFiles() {}

  /** One of those that {@code make.py} made. */
  public static byte[] ofOthers(String name) {
    try (InputStream in = ParquetFiles.class.getResourceAsStream("/parquet/" + name + ".parquet")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] written(List<ParquetColumn> columns, List<@Nullable Object[]> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ParquetWriter writer = new ParquetWriter(out, columns)) {
      for (Object[] row : rows) {
        writer.row(row);
      }
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static List<List<@Nullable Object>> rows(byte[] file) throws IOException {
    return rows(file, ROOM);
  }

  static List<List<@Nullable Object>> rows(byte[] file, long room) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ParquetReader reader = new ParquetReader(new Source(file), room, MOST_IN_ROW)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }

  static List<ParquetReader.Column> columns(byte[] file) throws IOException {
    try (ParquetReader reader = new ParquetReader(new Source(file), ROOM, MOST_IN_ROW)) {
      return reader.columns();
    }
  }

  private record Source(byte[] bytes) implements ByteSource {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public byte[] read(long from, int count) throws IOException {
      if (from < 0 || count < 0 || from + count > bytes.length) {
        throw new EOFException();
      }
      return Arrays.copyOfRange(bytes, (int) from, (int) from + count);
    }

    @Override
    public void close() {}
  }
}

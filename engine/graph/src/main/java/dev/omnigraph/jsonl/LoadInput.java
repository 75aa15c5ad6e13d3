package dev.omnigraph.jsonl;

import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.parquet.ParquetReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of a load as lines.
 *
 * @param records what they are where they are not entities by themselves
 * @param open closed with this
 */
record LoadInput(InputStream lines, @Nullable Records records, Closeable open)
    implements AutoCloseable {
  /** Of what is not a file and has to be one. */
  private static final long MOST_KEPT = 4L << 30;

  /**
   * @param in stays open
   */
  static LoadInput of(LoadRequest request, InputStream in, LoadLimits limits) {
    try {
      return switch (request.format()) {
        case JSONL -> {
          UnpackedInput unpacked = new UnpackedInput(in);
          yield new LoadInput(unpacked, null, unpacked);
        }
        case CSV -> csv(request, new UnpackedInput(in), limits);
        case PARQUET -> parquet(request, in, limits);
      };
    } catch (IOException e) {
      throw ChunkReader.unreadable(request.file(), request.format().unit(), 1, e);
    }
  }

  private static LoadInput csv(LoadRequest request, UnpackedInput unpacked, LoadLimits limits)
      throws IOException {
    try {
      CsvLines table = new CsvLines(unpacked, request.file(), limits.lineBytes());
      return new LoadInput(table, new Records(type(request), table.header(), null), unpacked);
    } catch (IOException | RuntimeException e) {
      unpacked.close();
      throw e;
    }
  }

  private static LoadInput parquet(LoadRequest request, InputStream in, LoadLimits limits)
      throws IOException {
    ParquetLines table =
        new ParquetLines(
            Spool.of(in, request.file(), MOST_KEPT), request.file(), limits.lineBytes());
    List<String> names = table.columns().stream().map(ParquetReader.Column::name).toList();
    return new LoadInput(table, new Records(type(request), names, table.columns()), table);
  }

  private static String type(LoadRequest request) {
    return Objects.requireNonNull(request.type());
  }

  @Override
  public void close() {
    try {
      open.close();
    } catch (IOException e) {
      // All of it that counts was read.
    }
  }
}

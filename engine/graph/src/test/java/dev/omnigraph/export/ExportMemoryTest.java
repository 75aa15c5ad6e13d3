package dev.omnigraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.EntityFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Loads and exports of a multiple of the heap; ten times it by hand with {@code -Dexport.heaps=10}.
 */
class ExportMemoryTest {
  private static final int HEAP_MEGABYTES = 40;
  private static final int ROW_BYTES = 1_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(EntityFormat.class)
  void whatIsLargerThanTheHeapIsLoadedAndExported(EntityFormat format)
      throws IOException, InterruptedException {
    long bytes = Long.getLong("export.heaps", 2) * HEAP_MEGABYTES << 20;
    Process process = LargeExport.start(folder, format, HEAP_MEGABYTES, (int) (bytes / ROW_BYTES));

    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(process.waitFor()).as(printed).isZero();
    String[] last = printed.lines().toList().getLast().split(" ");
    // Parquet is packed, and of the texts three quarters are left.
    long least = format == EntityFormat.PARQUET ? bytes * 3 / 4 : bytes;
    assertThat(Long.parseLong(last[0])).isGreaterThan(least);
    assertThat(Long.parseLong(last[1])).as("off the heap").isLessThan(64L << 20);
  }
}

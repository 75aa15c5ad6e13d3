package dev.omnigraph.export;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.jsonl.LoadLimits;
import dev.omnigraph.jsonl.Loader;
import dev.omnigraph.parquet.ParquetColumn;
import dev.omnigraph.parquet.ParquetWriter;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A process that loads and exports more than its heap holds. */
final class LargeExport {
  private static final String TEXT = "x".repeat(1_000);
  private static final LoadLimits LIMITS = new LoadLimits(2 << 20, 10_000, 1 << 20);

  private LargeExport() {}

  /**
   * Starts it; it prints the bytes that it exported, and the most bytes that it had off the heap.
   */
  static Process start(Path folder, EntityFormat format, int heapMegabytes, int rows)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--") || argument.startsWith("-D"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-cp",
            System.getProperty("java.class.path"),
            LargeExport.class.getName(),
            folder.toString(),
            format.text(),
            Integer.toString(rows)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  public static void main(String[] args) throws IOException {
    Catalog catalog =
        SchemaCompiler.compile(
            "node Row { n: I32 @key  text: String }", "g.pg", Optional.empty(), () -> "t");
    EntityFormat format = EntityFormat.of(args[1]).orElseThrow();
    try (GraphOnDisk graph = new GraphOnDisk(Path.of(args[0]), catalog)) {
      LoadRequest request =
          new LoadRequest(
              "in",
              LoadMode.APPEND,
              WriteOptions.on(BranchName.MAIN, "ann"),
              null,
              format,
              format.isByType() ? "Row" : null);
      int rows = Integer.parseInt(args[2]);
      try (InputStream in =
          format == EntityFormat.PARQUET
              ? parquet(Path.of(args[0] + ".parquet"), rows)
              : new Rows(format, rows)) {
        new Loader(graph::commit, LIMITS, () -> "id", graph.allocator())
            .load(request, in, read -> {});
      }
      Counted out = new Counted();
      try (Export export =
          new Export(
              graph.view(),
              types -> "",
              new ExportRequest(ReadAt.main(), format, List.of(), true))) {
        export.writeTo(name -> out);
      }
      System.out.println(out.bytes + " " + graph.allocator().getPeakMemoryAllocation());
    }
  }

  /** Texts that can hardly be packed, since it is what is packed that has to be large. */
  private static InputStream parquet(Path file, int rows) throws IOException {
    List<ParquetColumn> columns =
        List.of(
            new ParquetColumn("n", Scalar.I32, false),
            new ParquetColumn("text", Scalar.STRING, false));
    Random random = new Random(1);
    byte[] noise = new byte[TEXT.length() / 4 * 3];
    try (ParquetWriter writer = new ParquetWriter(Files.newOutputStream(file), columns)) {
      for (int n = 0; n < rows; n++) {
        random.nextBytes(noise);
        writer.row(new @Nullable Object[] {n, Base64.getEncoder().encodeToString(noise)});
      }
      writer.end();
    }
    return new FileInputStream(file.toFile());
  }

  /** Rows that are made when they are read. */
  private static final class Rows extends InputStream {
    private final EntityFormat format;
    private final int rows;
    private byte[] line;
    private int at;
    private int next;

    Rows(EntityFormat format, int rows) {
      this.format = format;
      this.rows = rows;
      this.line = bytes(format == EntityFormat.CSV ? "n,text\n" : "");
    }

    @Override
    public int read() {
      return fill() ? line[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, line.length - at);
      System.arraycopy(line, at, into, offset, count);
      at += count;
      return count;
    }

    private boolean fill() {
      while (at == line.length && next < rows) {
        int n = next++;
        line =
            bytes(
                format == EntityFormat.CSV
                    ? n + "," + TEXT + "\n"
                    : "{\"type\":\"Row\",\"data\":{\"n\":%d,\"text\":\"%s\"}}\n"
                        .formatted(n, TEXT));
        at = 0;
      }
      return at < line.length;
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class Counted extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes += length;
    }
  }
}

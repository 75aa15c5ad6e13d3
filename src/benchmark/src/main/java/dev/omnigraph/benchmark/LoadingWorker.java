package dev.omnigraph.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Tables;
import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.S3Clients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The process that {@link Loading} measures: it does a step for each line that it reads, and
 * answers with processor time and time in milliseconds, and the megabytes that it allocated.
 */
final class LoadingWorker {
  /** Makes a new graph. */
  static final String START = "start";

  /** Loads the lines into the graph that was made last. */
  static final String LOAD = "load";

  /** Makes new tables. */
  static final String TABLES = "tables";

  /** Writes the rows of such a load to these tables, from batches that are ready. */
  static final String ROWS = "rows alone";

  /** The same, from the lines. */
  static final String LINES = "rows alone, from the lines";

  private final GraphAccess access;
  private final String bucket;
  private final Path lines;
  private int graphs;
  private @Nullable Graph graph;
  private @Nullable Tables place;
  private Map<String, Pin> tables = Map.of();
  private @Nullable SocialRows rows;

  private LoadingWorker(GraphAccess access, String bucket, Path lines) {
    this.access = access;
    this.bucket = bucket;
    this.lines = lines;
  }

  public static void main(String[] arguments) throws IOException {
    URI endpoint = URI.create(arguments[0]);
    S3Access s3 =
        S3Access.at(endpoint, S3Clients.REGION, CountingS3.ACCESS_KEY, CountingS3.SECRET_KEY);
    InputStreamReader steps = new InputStreamReader(System.in, StandardCharsets.UTF_8);
    try (S3Client client =
            S3Clients.connect(endpoint, CountingS3.ACCESS_KEY, CountingS3.SECRET_KEY);
        BufferedReader in = new BufferedReader(steps)) {
      new LoadingWorker(GraphAccess.s3(s3, () -> client), arguments[1], Path.of(arguments[2]))
          .run(in, System.out);
    }
  }

  private void run(BufferedReader in, PrintStream out) throws IOException {
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long cpu = 0;
    for (String step = in.readLine(); step != null; step = in.readLine()) {
      long wall = System.nanoTime();
      long allocated = threads.getTotalThreadAllocatedBytes();
      switch (step) {
        case START -> create();
        case LOAD -> load();
        case TABLES -> createTables();
        case ROWS -> writeRows();
        default -> writeLines();
      }
      out.printf(
          "%d | %d | %.1f%n",
          (process.getProcessCpuTime() - cpu) / 1_000_000,
          (System.nanoTime() - wall) / 1_000_000,
          (threads.getTotalThreadAllocatedBytes() - allocated) / 1e6);
      cpu = process.getProcessCpuTime();
    }
  }

  private GraphStorage storage() {
    return GraphStorage.at("s3://" + bucket + "/" + graphs++, access);
  }

  private void create() {
    if (graph != null) {
      graph.close();
    }
    graph = Runner.create(storage());
  }

  private void load() throws IOException {
    if (graph == null) {
      throw new IllegalStateException("nothing was started");
    }
    Runner.load(graph, Files.newInputStream(lines));
  }

  private void createTables() throws IOException {
    if (place != null) {
      place.close();
    }
    place = storage().tables();
    tables = SocialRows.create(place);
    if (rows == null) {
      rows = read();
    }
  }

  private SocialRows read() throws IOException {
    try (InputStream in = Files.newInputStream(lines)) {
      return new SocialRows(in);
    }
  }

  private void writeRows() {
    Objects.requireNonNull(rows).write(Objects.requireNonNull(place), tables);
  }

  private void writeLines() throws IOException {
    try (SocialRows parsed = read()) {
      parsed.write(Objects.requireNonNull(place), tables);
    }
  }
}

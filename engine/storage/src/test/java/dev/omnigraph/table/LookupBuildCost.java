package dev.omnigraph.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupRef;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What building look-up objects takes, by hand: {@code fill FOLDER NODES EDGES} makes tables, and
 * {@code build FOLDER NODES EDGES} in another process builds their objects and prints memory and
 * processor time.
 */
final class LookupBuildCost {
  private static final int BATCH = 50_000;
  private static final UpkeepPolicy POLICY = UpkeepPolicy.DEFAULT;
  private static final Field ID = ArrowSchemas.field("id", Scalar.STRING, false);
  private static final Schema NODES =
      new Schema(
          List.of(
              ID,
              ArrowSchemas.field("age", Scalar.I32, true),
              ArrowSchemas.field("name", Scalar.STRING, true)));
  private static final Schema EDGES =
      new Schema(
          List.of(
              ID,
              ArrowSchemas.field("src", Scalar.STRING, false),
              ArrowSchemas.field("dst", Scalar.STRING, false),
              ArrowSchemas.field("since", Scalar.I32, true),
              ArrowSchemas.field("weight", Scalar.I64, true)));

  private final LanceTables tables;
  private final int nodes;
  private final int edges;
  private final Random random = new Random(7);

  private LookupBuildCost(LanceTables tables, int nodes, int edges) {
    this.tables = tables;
    this.nodes = nodes;
    this.edges = edges;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    Files.createDirectories(folder);
    try (LanceTables tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT)) {
      LookupBuildCost cost =
          new LookupBuildCost(tables, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      if (args[0].equals("fill")) {
        Files.writeString(folder.resolve("person"), cost.fill("nodes/person", NODES, cost.nodes));
        Files.writeString(folder.resolve("knows"), cost.fill("edges/knows", EDGES, cost.edges));
      } else {
        Pin person = cost.pin("nodes/person", Files.readString(folder.resolve("person")));
        Pin knows = cost.pin("edges/knows", Files.readString(folder.resolve("knows")));
        cost.build(person, List.of(new LookupSpec(LookupColumn.ID, null, null)));
        cost.build(
            knows,
            List.of(
                new LookupSpec(LookupColumn.SRC, person, person),
                new LookupSpec(LookupColumn.DST, person, person)));
      }
    }
  }

  private Pin pin(String path, String manifest) {
    VersionManifest version = VersionManifest.unpack(manifest);
    return new Pin(path, 1, "", version.rows(), 1, version, List.of(), new TreeMap<>());
  }

  private String fill(String path, Schema schema, int rows) {
    Pin pin = tables.create(new TableId(path), schema);
    try (WritableTable table = tables.open(pin);
        Staging staging = table.stage(new OperationId("fill"));
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, tables.allocator())) {
      for (int from = 0; from < rows; from += BATCH) {
        batch.allocateNew();
        for (int row = 0; row < BATCH; row++) {
          for (FieldVector vector : batch.getFieldVectors()) {
            set(vector, row, from + row);
          }
        }
        batch.setRowCount(BATCH);
        staging.append(batch);
      }
      return FakeVersions.manifest(table.commit(staging.finish()).orElseThrow()).packed();
    }
  }

  private void set(FieldVector vector, int row, int number) {
    switch (vector) {
      case IntVector numbers -> numbers.setSafe(row, random.nextInt(90));
      case BigIntVector numbers -> numbers.setSafe(row, random.nextLong());
      case VarCharVector texts -> texts.setSafe(row, text(texts.getName(), number).getBytes(UTF_8));
      default -> throw new IllegalStateException(vector.getName());
    }
  }

  /** Ids as random as a hash, of 24 digits. */
  private String text(String column, int number) {
    return switch (column) {
      case "id" -> id(number);
      case "name" -> "Person " + number % 10_000;
      default -> id(random.nextInt(nodes));
    };
  }

  private static String id(int number) {
    long hash = number * 0x9E37_79B9_7F4A_7C15L;
    return "%08x%016x".formatted(Long.hashCode(hash), hash);
  }

  private void build(Pin pin, List<LookupSpec> specs) throws IOException {
    long requests = tables.io().requests();
    Duration before = cpu();
    try (WritableTable table = tables.open(pin)) {
      UpkeepPlan plan =
          new UpkeepPlan(0, List.of(), List.of(), List.of(), specs, false, false, SegmentPlan.NONE);
      List<LookupRef> built = table.stageUpkeep(plan, POLICY, new OperationId("u")).lookups();
      System.out.printf(
          "%s: %,d rows, %s, CPU %s, %,d requests, peak RSS %s%n",
          pin.path(),
          pin.rows(),
          built.stream()
              .map(
                  ref ->
                      "%s %,d B (index %,d B)"
                          .formatted(ref.by(), ref.object().bytes(), ref.object().indexBytes()))
              .toList(),
          cpu().minus(before),
          tables.io().requests() - requests,
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmHWM"))
              .findFirst()
              .orElse("?"));
    }
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}

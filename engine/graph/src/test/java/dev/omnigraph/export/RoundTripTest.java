package dev.omnigraph.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportAnswer;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.jsonl.LoadLimits;
import dev.omnigraph.jsonl.Loader;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.row.GraphOnDisk;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.view.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loading an export of all gives the same graph. More by hand with {@code -Dexport.seeds=1000}. */
class RoundTripTest {
  private static final WriteOptions OPTIONS = WriteOptions.on(BranchName.MAIN, "ann");

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    long seeds = Long.getLong("export.seeds", 12);
    return LongStream.range(0, seeds)
        .boxed()
        .flatMap(seed -> Stream.of(EntityFormat.values()).map(f -> Arguments.of(seed, f)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loadingAnExportGivesTheSameGraph(long seed, EntityFormat format) throws IOException {
    RandomEntities random = new RandomEntities(new Random(seed));
    Catalog catalog = random.catalog();
    try (GraphOnDisk graph = new GraphOnDisk(folder.resolve("a"), catalog);
        GraphOnDisk copy = new GraphOnDisk(folder.resolve("b"), catalog)) {
      graph.commit(OPTIONS, null, new Write(random.rows(catalog, 60), graph));

      SequencedMap<String, byte[]> files = export(graph, format);
      files.forEach((name, bytes) -> load(copy, format, name, bytes));

      for (EntityType type : catalog.entities()) {
        assertThat(rows(copy, type)).as(catalog.source()).isEqualTo(rows(graph, type));
      }
    }
  }

  private static SequencedMap<String, byte[]> export(GraphOnDisk graph, EntityFormat format)
      throws IOException {
    SequencedMap<String, ByteArrayOutputStream> files = new LinkedHashMap<>();
    ExportRequest request = new ExportRequest(ReadAt.main(), format, List.of(), true);
    try (Export export = new Export(graph.view(), types -> "", request)) {
      ExportAnswer answer =
          export.writeTo(name -> files.computeIfAbsent(name, n -> new ByteArrayOutputStream()));
      assertThat(answer.commitId()).isEqualTo(graph.head());
      answer
          .rows()
          .forEach((name, rows) -> assertThat(rows).isEqualTo(graph.count(type(graph, name))));
    }
    SequencedMap<String, byte[]> bytes = new LinkedHashMap<>();
    files.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  private static EntityType type(GraphOnDisk graph, String name) {
    return graph.catalog().entities().stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** In several commits, so that what one of them knows is not what makes the copy right. */
  private static void load(GraphOnDisk copy, EntityFormat format, String name, byte[] bytes) {
    LoadLimits limits = new LoadLimits(1 << 16, 50, 1 << 16);
    Loader loader =
        new Loader(
            copy::commit,
            limits,
            () -> {
              throw new AssertionError("an entity came without its id");
            },
            copy.allocator());
    loader.load(
        new LoadRequest(
            name, LoadMode.APPEND, OPTIONS, null, format, format.isByType() ? name : null),
        new ByteArrayInputStream(bytes),
        lines -> {});
  }

  /** All values of the rows by id, bit for bit. */
  private static Map<String, List<String>> rows(GraphOnDisk graph, EntityType type) {
    Map<String, List<String>> rows = new TreeMap<>();
    graph
        .rows(type)
        .forEach((id, row) -> rows.put(id, row.stream().map(RoundTripTest::exact).toList()));
    return rows;
  }

  private static String exact(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "\"" + text + "\"";
      case float[] floats -> {
        List<String> bits = new ArrayList<>();
        for (float f : floats) {
          bits.add(exact(f));
        }
        yield "vector" + bits;
      }
      case byte[] bytes -> "blob " + HexFormat.of().formatHex(bytes);
      case List<?> list ->
          list.stream().map(RoundTripTest::exact).collect(Collectors.joining(",", "[", "]"));
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }

  /** Writes rows as they are, without a format in between. */
  private record Write(Map<EntityType, List<@Nullable Object[]>> rows, GraphOnDisk graph)
      implements Operation<Integer> {
    @Override
    public CommitKind kind() {
      return CommitKind.LOAD;
    }

    @Override
    public Proposal<Integer> prepare(View view) {
      List<TableDelta> deltas = new ArrayList<>();
      rows.forEach(
          (type, values) -> {
            TableDelta delta = new TableDelta(type, graph.allocator());
            values.forEach(row -> delta.add(row, 0, false));
            deltas.add(delta);
          });
      Violations violations = new Violations(null);
      Validator validator = new Validator(view, deltas);
      validator.checkRows(violations);
      var readSet = validator.checkState(violations);
      violations.throwIfAny();
      return PreparedWrite.of(deltas, Map.of(), readSet, Set.of(), true, commitId -> 1);
    }

    @Override
    public Integer replayed(ManifestRecord record) {
      return 0;
    }
  }
}

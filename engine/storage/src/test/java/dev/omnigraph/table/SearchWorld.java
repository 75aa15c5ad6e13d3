package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.search.text.TailTexts;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.text.TextQuery;
import dev.omnigraph.search.vector.AllowedRows;
import dev.omnigraph.search.vector.Distance;
import dev.omnigraph.search.vector.Neighbours;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A table with texts and vectors, the same rows in plain Java, and every answer compared. */
final class SearchWorld implements AutoCloseable {
  static final int DIMENSION = 4;
  static final TextAnalysis ANALYSIS = TextAnalysis.DEFAULT;
  static final VectorMetric METRIC = VectorMetric.L2;
  static final Field ID = ArrowSchemas.field("id", Scalar.STRING, false);
  static final Field BIO = ArrowSchemas.field("bio", Scalar.STRING, true);
  static final Field AT = ArrowSchemas.field("at", new PropertyType.Vector(DIMENSION), true);

  static final SegmentWork PLENTY = new SegmentWork(1 << 20, 1L << 40);

  /** Few rows are worth a segment, and no compaction is. */
  static final UpkeepPolicy POLICY =
      new UpkeepPolicy(1, 1, 0, 0, 4, 2.0)
          .withSearch(new UpkeepPolicy.Search(40, 1L << 40, 40, 60, 4, PLENTY, PLENTY));

  static final List<SegmentSpec> SPECS =
      List.of(
          new SegmentSpec.Texts("bio", ANALYSIS), new SegmentSpec.Vectors("at", METRIC, DIMENSION));

  private static final List<String> WORDS =
      List.of("red", "Fish", "birds", "flying", "über", "a", "the", "sea", "Seas", "blue", "x1");
  private static final List<LiveFile> ALL =
      List.of(new LiveFile(0, new CoveredFile("all", 1, ""), 1));
  private static final TextAnalyzer ANALYZER = TextAnalyzer.of(ANALYSIS);

  final LanceTables tables;
  private final Random random;

  /** A row without its id. */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(@Nullable String bio, float @Nullable [] at) {}

  /** A version, and the rows that it has. */
  record Version(Pin pin, SortedMap<String, Row> rows) {
    Version {
      rows = new TreeMap<>(rows);
    }
  }

  SearchWorld(Path folder, long seed) {
    this(
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT),
        seed);
  }

  /**
   * @param tables closed with this
   */
  SearchWorld(LanceTables tables, long seed) {
    this.tables = tables;
    this.random = new Random(seed);
  }

  /** Whose segments have at most so many bytes. */
  static SearchWorld ofObjects(Path folder, long bytes) {
    TableOptions usual = TableOptions.DEFAULT;
    return new SearchWorld(
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()),
            Map.of(),
            usual.withLookups(
                new TableOptions.Lookups(
                    usual.lookups().passBytes(), usual.lookups().mostBytes(), bytes))),
        5);
  }

  Version empty() {
    return empty("nodes/t-1");
  }

  Version empty(String table) {
    return new Version(
        tables.create(new TableId(table), new Schema(List.of(ID, BIO, AT))), new TreeMap<>());
  }

  /** Rows more, with ids that begin so. */
  Version with(Version before, String name, int count) {
    return changed(before, List.of(), name, count);
  }

  Version without(Version before, Collection<String> ids) {
    return changed(before, ids, "", 0);
  }

  /** Some rows less and others more in one commit, as an update has them. */
  Version changed(Version before, Collection<String> gone, String name, int count) {
    SortedMap<String, Row> rows = new TreeMap<>(before.rows());
    rows.keySet().removeAll(gone);
    List<List<Object>> more = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Row row = new Row(text(), vector());
      rows.put(name + i, row);
      more.add(Arrays.asList(name + i, row.bio(), row.at()));
    }
    try (WritableTable table = tables.open(before.pin());
        Staging staging = table.stage(new OperationId("rows"))) {
      if (!gone.isEmpty()) {
        Rows.addresses(table, new Predicate.In("id", List.copyOf(gone)))
            .values()
            .forEach(staging::delete);
      }
      if (count > 0) {
        Rows.append(tables, table, staging, more);
      }
      return new Version(table.commit(staging.finish()).orElseThrow(), rows);
    }
  }

  /** Ids of a version, any of them. */
  List<String> some(Version of, int count) {
    List<String> ids = new ArrayList<>(of.rows().keySet());
    Collections.shuffle(ids, random);
    return List.copyOf(ids.subList(0, Math.min(count, ids.size())));
  }

  UpkeepPlan plan(Version of, UpkeepPolicy policy, List<SegmentSpec> specs) {
    try (WritableTable table = tables.open(of.pin())) {
      return table.planUpkeep(policy, List.of(), List.of(), specs);
    }
  }

  Version upkept(Version before) {
    return upkept(before, POLICY, SPECS);
  }

  Version upkept(Version before, UpkeepPolicy policy, List<SegmentSpec> specs) {
    try (WritableTable table = tables.open(before.pin())) {
      UpkeepPlan plan = table.planUpkeep(policy, List.of(), List.of(), specs);
      StagedChange change = table.stageUpkeep(plan, policy, new OperationId("upkeep"));
      return new Version(table.commit(change).orElseThrow(), before.rows());
    }
  }

  private @Nullable String text() {
    int words = random.nextInt(9);
    return words == 8
        ? null
        : IntStream.range(0, words)
            .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
            .collect(Collectors.joining(" "));
  }

  private float @Nullable [] vector() {
    if (random.nextInt(10) == 0) {
      return null;
    }
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** Every answer is the one of plain Java. */
  void assertAnswers(Version version) {
    try (LanceTable table = tables.openTable(version.pin())) {
      Map<Long, Row> rows = new TreeMap<>();
      Rows.addresses(table, null)
          .forEach((id, address) -> rows.put(address, version.rows().get(id)));
      assertThat(rows.size()).isEqualTo(version.rows().size());
      assertTexts(table.text("bio", ANALYSIS), rows);
      assertVectors(table, rows);
    }
  }

  private static void assertTexts(TextIndex index, Map<Long, Row> rows) {
    TextIndex plain = TextIndex.of(ANALYZER, ALL, texts(rows), Runnable::run);
    index.start();
    for (String words : List.of("red", "fish the", "bird fly red red", "uber x1", "none", "")) {
      List<TextQuery> queries =
          List.of(
              TextQuery.any(ANALYZER, words),
              TextQuery.phrase(ANALYZER, words),
              TextQuery.fuzzy(ANALYZER, words, 1));
      for (TextQuery query : queries) {
        assertThat(index.find(query).addresses())
            .as("%s", query)
            .containsExactly(plain.find(query).addresses());
      }
      Hits hits = index.score(queries.getFirst());
      Hits expected = plain.score(queries.getFirst());
      assertThat(hits.addresses()).as(words).containsExactly(expected.addresses());
      assertThat(hits.scores()).as(words).containsExactly(expected.scores());
    }
  }

  private static TailTexts texts(Map<Long, Row> rows) {
    return new TailTexts() {
      @Override
      public void read(Collection<LiveFile> files, TextSink sink) {
        rows.forEach(
            (address, row) -> {
              if (row.bio() != null) {
                sink.accept(address, row.bio());
              }
            });
      }

      @Override
      public void read(long[] addresses, TextSink sink) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private void assertVectors(LanceTable table, Map<Long, Row> rows) {
    float[] to = {(float) random.nextGaussian(), 0.5f, -1, 0};
    List<Long> order = rows.keySet().stream().filter(at -> row(rows, at).at() != null).toList();
    order =
        order.stream()
            .sorted(
                Comparator.comparingDouble((Long at) -> distance(to, row(rows, at)))
                    .thenComparing(at -> at))
            .toList();
    for (int k : List.of(1, 5, rows.size() + 1)) {
      Neighbours found = table.vectors("at", METRIC).nearest(to, k, null);
      assertThat(found.size()).isEqualTo(Math.min(k, order.size()));
      for (int i = 0; i < found.size(); i++) {
        Row row = row(rows, found.addresses()[i]);
        assertThat(found.distances()[i]).isEqualTo(distance(to, row));
        // A few may be missed by an index; the next best are near.
        assertThat(found.distances()[i])
            .isGreaterThanOrEqualTo(distance(to, row(rows, order.get(i))) - 1e-9);
      }
      if (k > rows.size()) {
        assertThat(found.addresses()).containsExactly(order.stream().mapToLong(a -> a).toArray());
      }
    }
    long[] allowed =
        order.stream().filter(at -> at % 3 == 0).mapToLong(at -> at).sorted().toArray();
    Neighbours among = table.vectors("at", METRIC).nearest(to, 3, AllowedRows.of(allowed));
    assertThat(among.size()).isEqualTo(Math.min(3, allowed.length));
    for (long address : among.addresses()) {
      assertThat(Arrays.binarySearch(allowed, address)).isNotNegative();
    }
  }

  /** A live row. */
  private static Row row(Map<Long, Row> rows, long address) {
    return Objects.requireNonNull(rows.get(address));
  }

  private static double distance(float[] to, Row row) {
    return Distance.of(METRIC, to, Objects.requireNonNull(row.at()));
  }

  @Override
  public void close() {
    assertThat(tables.allocator().getAllocatedMemory()).isZero();
    tables.close();
  }
}

package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.text.TextSegment;
import dev.omnigraph.search.vector.VectorIndex;
import dev.omnigraph.search.vector.VectorSearch;
import dev.omnigraph.search.vector.VectorSegment;
import dev.omnigraph.table.SegmentRef.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lance.schema.LanceField;

/** The search indexes of one version of a table, made of its segments. Thread-safe. */
final class LanceSearch implements AutoCloseable {
  private final LanceTable table;
  private final TableTasks tasks;
  private final Map<Asked<TextAnalysis>, TextIndex> texts = new ConcurrentHashMap<>();
  private final Map<Asked<VectorMetric>, VectorIndex> vectors = new ConcurrentHashMap<>();

  LanceSearch(LanceTable table) {
    this.table = table;
    this.tasks = new TableTasks(table);
  }

  /** What an index is asked for by. */
  private record Asked<T>(String column, T how) {}

  /** See {@link Table#text}. */
  TextIndex text(String column, TextAnalysis analysis) {
    return texts.computeIfAbsent(
        new Asked<>(column, analysis), asked -> openText(column, analysis));
  }

  private TextIndex openText(String column, TextAnalysis analysis) {
    int field = field(table, column);
    return TextIndex.of(
        TextAnalyzer.of(analysis),
        refs(Kind.TEXT, field, SegmentSpec.how(analysis)).stream().map(this::textSegment).toList(),
        files(table, field),
        table::deletedRows,
        new ColumnScan(table, column).texts(),
        tasks);
  }

  private TextSegment textSegment(SegmentRef ref) {
    LanceTables tables = table.tables();
    return new TextSegment(ref.object(), ranges(table, ref), tables.pages(), tables.executor());
  }

  /** See {@link Table#vectors}. */
  VectorIndex vectors(String column, VectorMetric metric) {
    return vectors.computeIfAbsent(
        new Asked<>(column, metric), asked -> openVectors(column, metric));
  }

  private VectorIndex openVectors(String column, VectorMetric metric) {
    int field = field(table, column);
    return new VectorSearch(
        metric,
        refs(Kind.VECTOR, field, SegmentSpec.how(metric)).stream()
            .map(this::vectorSegment)
            .toList(),
        files(table, field),
        table::deletedRows,
        new ColumnScan(table, column).vectors(),
        tasks);
  }

  private VectorSegment vectorSegment(SegmentRef ref) {
    LanceTables tables = table.tables();
    return new VectorSegment(ref.object(), ranges(table, ref), tables.pages(), tables.executor());
  }

  private List<SegmentRef> refs(Kind kind, int field, String how) {
    return table.pin().segments().stream().filter(ref -> ref.isOf(kind, field, how)).toList();
  }

  /** Waits for what indexes started to read, and reads no more. */
  @Override
  public void close() {
    tasks.close();
  }

  /** The bytes of a segment. */
  static Ranges ranges(LanceTable table, SegmentRef ref) {
    return DerivedObjects.ranges(
        table.tables(), TableObject.segment(table.pin().path(), ref.object().name()));
  }

  /** The number by which data files name a column. */
  static int field(LanceTable table, String column) {
    return table.fields().stream()
        .filter(field -> field.getName().equals(column))
        .mapToInt(LanceField::getId)
        .findFirst()
        .orElseThrow(
            () ->
                LanceFailures.defect(
                    "The table " + table.pin().path() + " has no column " + column + "."));
  }

  /**
   * The fragments of a version, in its order, each with the file that has the column. One without
   * such a file is left out: all of its values are null.
   */
  static List<LiveFile> files(LanceTable table, int field) {
    return LanceLookups.fragments(table)
        .map(fragment -> fragment.live(table.pin().path(), field))
        .flatMap(Optional::stream)
        .toList();
  }
}

package dev.omnigraph.table;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.vector.VectorIndex;
import dev.omnigraph.search.vector.VectorSearch;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One version of one table, open for reading. Immutable and thread-safe; close it once, after its
 * streams.
 */
public interface Table extends AutoCloseable {
  Pin pin();

  Schema schema();

  /** Starts a scan; rows come in no particular order but the one asked for. */
  BatchStream scan(ScanRequest request);

  /**
   * The blob that a row has in a column, of which nothing is read yet.
   *
   * @param batch of a scan of this table that was asked for addresses and {@link
   *     ScanRequest#unread}; not needed after the call
   * @return empty when the row has no value there
   */
  Optional<StoredBlob> blob(String column, VectorSchemaRoot batch, int row);

  /** Rows that match, or all; without a filter it costs no request. */
  long count(@Nullable Predicate filter);

  /** The columns whose indexes a scan looks into to find its rows; none when it reads them all. */
  Set<String> indexes(ScanRequest request);

  /** How many requests a cold scan waits for one after the other, at most. */
  int roundTrips(ScanRequest request);

  LookupCost lookupCost();

  /** The version's look-up object by a column; null when it has none. Costs no request. */
  default @Nullable Lookup lookup(LookupColumn by) {
    return null;
  }

  /** The fragments that the version consists of, in its order. Costs no request. */
  default List<LiveFile> files() {
    return List.of();
  }

  /**
   * The places of deleted rows in fragments of this version, by their ids. It reads the lists of
   * them, side by side, and none of a fragment that has none.
   */
  default Map<Integer, BitSet> deletedRows(Collection<LiveFile> fragments) {
    return Map.of();
  }

  /**
   * The texts of a column for search. Answers do not depend on which of them this version's
   * segments know; the others are read when they are asked for. Costs no request, and is good while
   * the table is open.
   */
  default TextIndex text(String column, TextAnalysis analysis) {
    return TextIndex.of(
        TextAnalyzer.of(analysis),
        ColumnScan.all(this),
        new ColumnScan(this, column).allTexts(),
        Runnable::run);
  }

  /** The vectors of a column, likewise. */
  default VectorIndex vectors(String column, VectorMetric metric) {
    return new VectorSearch(
        metric,
        List.of(),
        ColumnScan.all(this),
        fragments -> Map.of(),
        new ColumnScan(this, column).allVectors(),
        Runnable::run);
  }

  /**
   * What upkeep has to do here, by the manifest and the indexes of look-up objects: rewriting
   * fragments, bringing the indexes to cover every row, building look-up objects that are missing
   * or know too few rows, and search segments of rows that none knows. After it was done, nothing
   * is left to do but segments for which it was too much work.
   *
   * @param segments what there is to be of each column that has any; those of others are dropped
   */
  UpkeepPlan planUpkeep(
      UpkeepPolicy policy,
      List<IndexSpec> indexes,
      List<LookupSpec> lookups,
      List<SegmentSpec> segments);

  /** The same of a table without search segments. */
  default UpkeepPlan planUpkeep(
      UpkeepPolicy policy, List<IndexSpec> indexes, List<LookupSpec> lookups) {
    return planUpkeep(policy, indexes, lookups, List.of());
  }

  @Override
  void close();
}

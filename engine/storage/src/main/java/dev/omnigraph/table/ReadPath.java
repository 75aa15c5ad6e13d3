package dev.omnigraph.table;

import dev.omnigraph.store.IoStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Fragment;
import org.lance.fragment.DataFile;

/**
 * How the rows of a filtered scan are found. Over a network an index that nobody has used yet takes
 * four or more requests in a row; in that time a few megabytes are read and filtered.
 */
final class ReadPath {
  /** More files would not all be asked for at the same time. */
  private static final int MOST_FILES = 8;

  /** More than is ever read at once. */
  private static final long UNKNOWN = 1L << 50;

  private final Schema schema;
  private final long rows;

  /** Of all data; null when indexes cost no round trips. */
  private final @Nullable Long bytes;

  private final long scanBytes;

  /** By fragment; null when files are read in parts. */
  private final @Nullable Map<Integer, IoStats> whole;

  private ReadPath(
      Schema schema,
      long rows,
      @Nullable Long bytes,
      long scanBytes,
      @Nullable Map<Integer, IoStats> whole) {
    this.schema = schema;
    this.rows = rows;
    this.bytes = bytes;
    this.scanBytes = scanBytes;
    this.whole = whole;
  }

  /** For tables on this machine. */
  static ReadPath near(Schema schema, long rows) {
    return new ReadPath(schema, rows, null, 0, null);
  }

  /** For tables over a network. */
  static ReadPath remote(Schema schema, long rows, List<Fragment> fragments, TableOptions options) {
    Map<Integer, IoStats> files = new HashMap<>();
    boolean small = rows <= options.reads().smallRows();
    for (Fragment fragment : fragments) {
      List<Long> sizes = sizes(fragment);
      small &= sizes.stream().allMatch(size -> size <= options.reads().wholeBytes());
      long sum = sizes.stream().mapToLong(size -> size).sum();
      files.put(fragment.getId(), new IoStats(sizes.size(), sum, 0));
    }
    long all = files.values().stream().mapToLong(IoStats::bytesRead).sum();
    return new ReadPath(
        schema,
        rows,
        fragments.size() > MOST_FILES ? Long.MAX_VALUE : all,
        options.reads().scanBytes(),
        small ? files : null);
  }

  /**
   * What reading all files whole takes; null for files that are read in parts.
   *
   * @param fragments whose files are read; null for all
   */
  @Nullable IoStats wholeFiles(@Nullable List<Integer> fragments) {
    if (whole == null) {
      return null;
    }
    return (fragments == null ? whole.keySet() : fragments)
        .stream()
            .map(id -> whole.getOrDefault(id, IoStats.NONE))
            .reduce(IoStats.NONE, IoStats::plus);
  }

  /**
   * Requests in a row, at most: of an index, its pages and the data, the end, the headers, the
   * rest.
   */
  int roundTrips(boolean indexed) {
    if (indexed) {
      return whole != null ? 3 : 7;
    }
    return whole != null ? 1 : 3;
  }

  /** Whether indexes should decide what they can of the filter. */
  boolean usesIndex(Predicate filter, List<String> columns) {
    if (!IndexChoice.pays(filter, rows)) {
      return false;
    }
    if (bytes == null) {
      return true;
    }
    Set<String> read = new HashSet<>(columns);
    filter.addColumns(read);
    double share = (double) read.size() / Math.max(1, schema.getFields().size());
    return bytes * share > scanBytes;
  }

  /**
   * The same filter, for a scan without an index. Lance reads text that is only shown after the
   * filter, by a second round of requests, unless the filter mentions it too.
   */
  Predicate inOneRound(Predicate filter, List<String> columns) {
    Set<String> mentioned = new HashSet<>();
    filter.addColumns(mentioned);
    List<Predicate> terms = new ArrayList<>(List.of(filter));
    for (String column : columns) {
      if (!mentioned.contains(column) && isText(column)) {
        terms.add(
            new Predicate.Or(
                List.of(
                    new Predicate.IsNull(column),
                    new Predicate.Compare(column, Predicate.Compare.Operator.GE, ""))));
      }
    }
    return terms.size() == 1 ? filter : new Predicate.And(terms);
  }

  private boolean isText(String column) {
    return schema.findField(column).getType() instanceof ArrowType.Utf8;
  }

  private static List<Long> sizes(Fragment fragment) {
    return fragment.metadata().getFiles().stream()
        .map(DataFile::getFileSizeBytes)
        .map(size -> Optional.ofNullable(size).orElse(UNKNOWN))
        .toList();
  }
}

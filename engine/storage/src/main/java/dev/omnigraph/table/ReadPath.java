package dev.omnigraph.table;

import dev.omnigraph.store.IoStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
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

  /** Files of the largest size that scans may hold at once when they read them whole. */
  static final int MOST_WIDE = 4;

  /** More than is ever read at once. */
  private static final long UNKNOWN = 1L << 50;

  private final Schema schema;
  private final long rows;
  private final TableOptions.Reads reads;

  /** The sizes of the files of each fragment; null when requests cost no round trips. */
  private final @Nullable Map<Integer, List<Long>> files;

  /** Whether files are read whole, however few columns are wanted. */
  private final boolean small;

  private ReadPath(
      Schema schema,
      long rows,
      TableOptions.Reads reads,
      @Nullable Map<Integer, List<Long>> files) {
    this.schema = schema;
    this.rows = rows;
    this.reads = reads;
    this.files = files;
    this.small =
        files != null
            && rows <= reads.smallRows()
            && sizes(files, null).allMatch(size -> size <= reads.wholeBytes());
  }

  /** For tables on this machine. */
  static ReadPath near(Schema schema, long rows, TableOptions options) {
    return new ReadPath(schema, rows, options.reads(), null);
  }

  /** For tables over a network. */
  static ReadPath remote(Schema schema, long rows, List<Fragment> fragments, TableOptions options) {
    Map<Integer, List<Long>> files = new HashMap<>();
    fragments.forEach(fragment -> files.put(fragment.getId(), sizes(fragment)));
    return new ReadPath(schema, rows, options.reads(), files);
  }

  /**
   * In which blocks files are read for a scan without an index: what is no larger is read whole. A
   * scan of many columns takes two requests for each, so a larger file is better read whole.
   *
   * @param columns how many are read
   * @param wide whether files that {@link #isWide} are read whole
   * @param usual in which the version's files are read for a few columns
   */
  int blockBytes(int columns, boolean wide, int usual) {
    if (wide) {
      return reads.wideBytes();
    }
    boolean many = files != null && (long) columns * reads.blockBytes() >= reads.wholeBytes();
    return many ? Math.max(usual, reads.wholeBytes()) : usual;
  }

  /**
   * What reading all files whole takes; null for files that are read in parts.
   *
   * @param wide whether files that {@link #isWide} are read whole
   * @param fragments whose files are read; null for all
   */
  @Nullable IoStats wholeFiles(boolean wide, @Nullable Collection<Integer> fragments) {
    if (files == null || !small && !wide) {
      return null;
    }
    return new IoStats(sizes(files, fragments).count(), sum(files, fragments), 0);
  }

  /**
   * Requests in a row, at most: of an index, its pages and the data, the end, the headers, the
   * rest.
   */
  int roundTrips(boolean indexed) {
    if (indexed) {
      return small ? 3 : 7;
    }
    return small ? 1 : 3;
  }

  /** The columns by whose indexes a scan finds its rows; none when it reads and filters. */
  Set<String> indexes(ScanRequest request) {
    Predicate filter = request.filter();
    if (filter == null || !IndexChoice.pays(filter, rows)) {
      return Set.of();
    }
    Set<String> answering = IndexChoice.answering(filter, request.indexed());
    return answering.isEmpty() || isReadSooner(request.read()) ? Set.of() : answering;
  }

  /** Whether the columns are read before an index has told which rows are needed. */
  private boolean isReadSooner(Set<String> columns) {
    if (files == null) {
      return false;
    }
    long bytes = sum(files, null);
    if (isWide(columns.size(), null) && bytes <= reads.wideBytes()) {
      return true;
    }
    double share = (double) columns.size() / Math.max(1, schema.getFields().size());
    return sizes(files, null).count() <= MOST_FILES && bytes * share <= reads.scanBytes();
  }

  /**
   * A scan's share of the memory in which files are held whole that are not small. All scans of a
   * process share it: who finds too little left does not wait for more, but reads in parts.
   *
   * @param wanted whether it asked for a share
   * @param kilobytes that it got; none when too few were left
   */
  record Share(Semaphore shared, boolean wanted, AtomicInteger kilobytes) {
    boolean isGranted() {
      return kilobytes.get() > 0;
    }

    boolean isRefused() {
      return wanted && !isGranted();
    }

    /** Once, however often it is called. */
    void giveBack() {
      shared.release(kilobytes.getAndSet(0));
    }
  }

  /** The share of a scan; without an index it is asked for where that is better. */
  Share share(ScanRequest request, boolean indexed, Semaphore shared) {
    if (files == null || indexed || !isWide(request.read().size(), request.scope())) {
      return new Share(shared, false, new AtomicInteger());
    }
    int kilobytes = (int) (sum(files, request.scope()) / 1024) + 1;
    return new Share(shared, true, new AtomicInteger(shared.tryAcquire(kilobytes) ? kilobytes : 0));
  }

  /**
   * Whether files that are not small are better read whole, as parts would be many and small.
   *
   * @param columns how many are read
   * @param fragments whose files are read; null for all
   */
  boolean isWide(int columns, @Nullable Collection<Integer> fragments) {
    if (files == null || small) {
      return false;
    }
    long most = Math.min(reads.wideBytes(), (long) columns * reads.blockBytes());
    return sizes(files, fragments).allMatch(size -> size <= most)
        && sum(files, fragments) <= (long) MOST_WIDE * reads.wideBytes();
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

  private static LongStream sizes(
      Map<Integer, List<Long>> files, @Nullable Collection<Integer> fragments) {
    return (fragments == null ? files.keySet() : fragments)
        .stream().flatMap(id -> files.getOrDefault(id, List.of()).stream()).mapToLong(size -> size);
  }

  private static long sum(Map<Integer, List<Long>> files, @Nullable Collection<Integer> fragments) {
    return sizes(files, fragments).sum();
  }

  private static List<Long> sizes(Fragment fragment) {
    return fragment.metadata().getFiles().stream()
        .map(DataFile::getFileSizeBytes)
        .map(size -> Optional.ofNullable(size).orElse(UNKNOWN))
        .toList();
  }
}

package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How many different values the columns of scalars have, about: all are counted where the table is
 * small, and else those of a sample, from which the estimator GEE of Charikar, Chaudhuri, Motwani
 * and Narasayya tells how many there are ("Towards Estimation Error Guarantees for Distinct
 * Values", PODS 2000). Of rows that are chosen by chance it is expected to be wrong by a factor of
 * the square root of rows over sampled rows at most. Here they are chosen in short ranges, which
 * take fewer requests: of values that go with the order of the rows, such as days, it finds no more
 * than there are ranges and ends of them.
 *
 * <p>A version is counted once the id is among its columns.
 */
final class ValueCounts {
  /** A table that is read whole is counted whole. */
  private static final int MOST_ROWS = 1 << 16;

  /** In memory, an int each. */
  private static final int MOST_HASHES = 1 << 22;

  /** That are sampled: those of one time may have values of their own. */
  private static final int MOST_FRAGMENTS = 16;

  /** Rows that are read together, which may have much in common. */
  private static final int RANGE = 256;

  /** Ranges that are asked for at once. */
  private static final int RANGES = 16;

  /** Bytes of texts, of all columns together. */
  private static final long MOST_TEXT = 64L << 20;

  /** Bytes, on average: what is longer is hardly compared with anything. */
  private static final long LONG_TEXT = 1 << 10;

  /** Bytes of a batch, about. */
  private static final long BATCH = 4L << 20;

  private final ByteHasher hasher = new ByteHasher();
  private final List<String> columns;

  /** By column, of the values that are not null. */
  private final int[][] hashes;

  private final int[] present;

  /** Bytes, by column. */
  private final long[] text;

  private int rows;

  private ValueCounts(List<String> columns, int most) {
    this.columns = columns;
    this.hashes = new int[columns.size()][most];
    this.present = new int[columns.size()];
    this.text = new long[columns.size()];
  }

  static boolean isCounted(Pin pin) {
    return pin.rows() == 0 || pin.values().containsKey(ArrowSchemas.ID);
  }

  /** Whether the texts of a column were found to be too long for an index. */
  static boolean isRefused(LanceTable table, IndexSpec spec) {
    // Ids are short: what kept those of edges from being sorted will not last.
    boolean end = List.of(ArrowSchemas.SRC, ArrowSchemas.DST).contains(spec.column());
    return !end
        && isCounted(table.pin())
        && table.pin().rows() > 0
        && !table.pin().values().containsKey(spec.column())
        && isText(table.schema().findField(spec.column()));
  }

  /**
   * By column. Texts that are too long to be read for this are taken for different.
   *
   * @param refused columns that are left out
   */
  static SortedMap<String, Long> of(LanceTable table, Set<String> refused) {
    return of(table, refused, MOST_TEXT);
  }

  /**
   * @param mostText bytes of texts after which the sample ends
   */
  static SortedMap<String, Long> of(LanceTable table, Set<String> refused, long mostText) {
    long all = table.pin().rows();
    SortedMap<String, Long> found = new TreeMap<>();
    if (all == 0) {
      return found;
    }
    found.put(ArrowSchemas.ID, all);
    List<String> columns =
        table.schema().getFields().stream()
            .filter(field -> isCounted(field) && !refused.contains(field.getName()))
            .map(Field::getName)
            .toList();
    while (!columns.isEmpty()) {
      int most = (int) Math.min(all, Math.min(MOST_ROWS, MOST_HASHES / columns.size()));
      ValueCounts counts = new ValueCounts(columns, most);
      counts.read(table, all, most, mostText);
      List<String> tooLong = counts.isFull(mostText) ? counts.tooLong() : List.of();
      if (tooLong.isEmpty()) {
        found.putAll(counts.estimates(all));
        return found;
      }
      tooLong.forEach(column -> found.put(column, all));
      // From the start: a scan that goes on would read all that is left of them.
      columns = columns.stream().filter(column -> !tooLong.contains(column)).toList();
    }
    return found;
  }

  private void read(LanceTable table, long all, int most, long mostText) {
    ScanRequest request = ScanRequest.of(columns);
    List<UpkeepPlanner.Part> parts = table.parts();
    long bytes = parts.stream().mapToLong(UpkeepPlanner.Part::bytes).sum();
    long batch = Math.max(16, BATCH * all / Math.max(1, bytes));
    if (most == all) {
      read(table.scan(request, batch), most, mostText);
      return;
    }
    List<UpkeepPlanner.Part> sampled = sampled(parts);
    for (UpkeepPlanner.Part part : sampled) {
      for (List<Long> addresses : addresses(part, most / sampled.size())) {
        if (isFull(mostText)) {
          return;
        }
        read(table.scan(request.at(addresses), batch), most, mostText);
      }
    }
  }

  /** Whether enough was read of texts. */
  private boolean isFull(long mostText) {
    return Arrays.stream(text).sum() > mostText;
  }

  private List<String> tooLong() {
    return IntStream.range(0, columns.size())
        .filter(column -> text[column] > LONG_TEXT * rows)
        .mapToObj(columns::get)
        .toList();
  }

  private static boolean isCounted(Field field) {
    return !field.getName().equals(ArrowSchemas.ID)
        && switch (field.getType()) {
          case ArrowType.Utf8 utf8 -> true;
          case ArrowType.Bool bool -> true;
          case ArrowType.Int number -> true;
          case ArrowType.FloatingPoint number -> true;
          case ArrowType.Date date -> true;
          case ArrowType.Timestamp time -> true;
          default -> false;
        };
  }

  private static boolean isText(Field field) {
    return field.getType() instanceof ArrowType.Utf8;
  }

  /** Fragments that are as far from each other as so many can be. */
  private static List<UpkeepPlanner.Part> sampled(List<UpkeepPlanner.Part> parts) {
    int count = Math.min(MOST_FRAGMENTS, parts.size());
    return IntStream.range(0, count)
        .mapToObj(i -> parts.get((int) ((long) i * parts.size() / count)))
        .toList();
  }

  /** Of so many rows, or all, in ranges that are as far from each other as so many can be. */
  private static List<List<Long>> addresses(UpkeepPlanner.Part part, int rows) {
    int ranges = (int) Math.max(1, Math.min(rows, part.rows()) / RANGE);
    int length = (int) Math.min(RANGE, part.rows() / ranges);
    List<List<Long>> all = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    for (int range = 0; range < ranges; range++) {
      long from = ((long) part.id() << 32) + range * part.rows() / ranges;
      LongStream.range(from, from + length).forEach(addresses::add);
      if (range % RANGES == RANGES - 1 || range == ranges - 1) {
        all.add(addresses);
        addresses = new ArrayList<>();
      }
    }
    return all;
  }

  /**
   * @param most rows in all after it
   */
  private void read(BatchStream of, int most, long mostText) {
    try (BatchStream stream = of) {
      while (rows < most && !isFull(mostText) && stream.next()) {
        int count = Math.min(stream.batch().getRowCount(), most - rows);
        for (int i = 0; i < columns.size(); i++) {
          add(i, stream.batch().getVector(columns.get(i)), count);
        }
        rows += count;
      }
    }
  }

  private void add(int column, FieldVector vector, int count) {
    for (int row = 0; row < count; row++) {
      if (!vector.isNull(row)) {
        hashes[column][present[column]++] = vector.hashCode(row, hasher);
        if (vector instanceof VarCharVector texts) {
          text[column] += texts.getValueLength(row);
        }
      }
    }
  }

  private SortedMap<String, Long> estimates(long all) {
    SortedMap<String, Long> estimates = new TreeMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int[] sorted = Arrays.copyOf(hashes[i], present[i]);
      Arrays.sort(sorted);
      int once = 0;
      int more = 0;
      for (int from = 0, to; from < sorted.length; from = to) {
        to = from + 1;
        while (to < sorted.length && sorted[to] == sorted[from]) {
          to++;
        }
        if (to == from + 1) {
          once++;
        } else {
          more++;
        }
      }
      estimates.put(
          columns.get(i), Math.round(Math.sqrt((double) all / Math.max(1, rows)) * once + more));
    }
    return estimates;
  }
}

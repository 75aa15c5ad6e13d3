package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How many different values the columns of scalars have, about: all are counted where the table is
 * small, and else those of a sample, from which the estimator GEE of Charikar, Chaudhuri, Motwani
 * and Narasayya tells how many there are ("Towards Estimation Error Guarantees for Distinct
 * Values", PODS 2000). It is wrong by a factor of the square root of rows over sampled rows at
 * most, as expected of any sample.
 */
final class ValueCounts {
  /** A table that is read whole is counted whole. */
  private static final int MOST_ROWS = 1 << 16;

  /** In memory, an int each. */
  private static final int MOST_HASHES = 1 << 22;

  /** That are sampled: those of one time may have values of their own. */
  private static final int MOST_FRAGMENTS = 16;

  /** Bytes of a column, a kilobyte a row: what is longer is hardly compared with anything. */
  private static final long MOST_TEXT = 64L << 20;

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

  /** By column, without those whose texts are too long to be read for this. */
  static SortedMap<String, Long> of(LanceTable table) {
    return of(table, MOST_TEXT);
  }

  /**
   * @param mostText bytes of a column that are read
   */
  static SortedMap<String, Long> of(LanceTable table, long mostText) {
    List<String> columns =
        table.schema().getFields().stream()
            .filter(field -> isCounted(field))
            .map(Field::getName)
            .toList();
    long all = table.pin().rows();
    while (!columns.isEmpty() && all > 0) {
      int most = (int) Math.min(all, Math.min(MOST_ROWS, MOST_HASHES / columns.size()));
      ValueCounts counts = new ValueCounts(columns, most);
      counts.read(table, all, most, mostText);
      List<String> tooLong = counts.tooLong(mostText);
      if (tooLong.isEmpty()) {
        return counts.estimates(all);
      }
      // From the start: a scan that goes on would read all that is left of them.
      columns = columns.stream().filter(column -> !tooLong.contains(column)).toList();
    }
    return new TreeMap<>();
  }

  private void read(LanceTable table, long all, int most, long mostText) {
    ScanRequest request = ScanRequest.of(columns);
    if (most == all) {
      read(table, request, most, mostText);
      return;
    }
    List<Integer> sampled = sampled(table.parts());
    for (int i = 0; i < sampled.size() && tooLong(mostText).isEmpty(); i++) {
      int rowsThen = most / sampled.size() * (i + 1);
      read(table, request.in(List.of(sampled.get(i))), rowsThen, mostText);
    }
  }

  private List<String> tooLong(long mostText) {
    return IntStream.range(0, columns.size())
        .filter(column -> text[column] > mostText)
        .mapToObj(columns::get)
        .toList();
  }

  private static boolean isCounted(Field field) {
    return !field.getName().equals(ArrowSchemas.ID)
        && switch (field.getType()) {
          case ArrowType.Utf8 text -> true;
          case ArrowType.Bool bool -> true;
          case ArrowType.Int number -> true;
          case ArrowType.FloatingPoint number -> true;
          case ArrowType.Date date -> true;
          case ArrowType.Timestamp time -> true;
          default -> false;
        };
  }

  /** Fragments that are as far from each other as so many can be. */
  private static List<Integer> sampled(List<UpkeepPlanner.Part> parts) {
    int count = Math.min(MOST_FRAGMENTS, parts.size());
    List<Integer> sampled = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sampled.add(parts.get((int) ((long) i * parts.size() / count)).id());
    }
    return sampled;
  }

  /**
   * @param most rows in all after it
   */
  private void read(LanceTable table, ScanRequest request, int most, long mostText) {
    try (BatchStream stream = table.scan(request)) {
      while (rows < most && tooLong(mostText).isEmpty() && stream.next()) {
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

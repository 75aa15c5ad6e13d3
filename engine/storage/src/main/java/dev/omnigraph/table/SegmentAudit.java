package dev.omnigraph.table;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.Ranges;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextSegmentCheck;
import dev.omnigraph.search.vector.Distance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.lance.schema.LanceField;

/**
 * Compares the search segments of a version with its rows: that of every live row of the files that
 * a segment knows it has the terms, each as often, or the vector. Sums of hashes are compared, so
 * memory holds one bit for each row.
 */
final class SegmentAudit {
  private final LanceTable table;
  private final SegmentRef ref;
  private final ColumnScan column;

  /** By fragment, the number of its first row in the segment. */
  private final Map<Integer, Long> firsts = new HashMap<>();

  private final BitSet live = new BitSet();
  private long expected;
  private long found;

  private SegmentAudit(LanceTable table, SegmentRef ref, String column) {
    this.table = table;
    this.ref = ref;
    this.column = new ColumnScan(table, column);
  }

  /**
   * What is wrong, by the key of the object. Of a column that is gone nothing is asked, and neither
   * of terms that an earlier version of the analysis made.
   */
  static Map<String, String> run(LanceTable table) {
    Map<String, String> wrong = new TreeMap<>();
    for (SegmentRef ref : table.pin().segments()) {
      Optional<String> column =
          table.fields().stream()
              .filter(field -> field.getId() == ref.field())
              .map(LanceField::getName)
              .findFirst();
      try {
        column.ifPresent(name -> new SegmentAudit(table, ref, name).run());
      } catch (DerivedUnusable e) {
        wrong.put(
            TableObject.segment(table.pin().path(), ref.object().name()),
            String.valueOf(e.getMessage()));
      }
    }
    return wrong;
  }

  private void run() {
    Ranges ranges = LanceSearch.ranges(table, ref);
    List<LiveFile> files = covered(SegmentForm.files(ref, ranges));
    switch (ref.kind()) {
      case TEXT ->
          // Nobody reads one of an earlier analysis, and the next optimize drops it.
          TextAnalysis.ofText(ref.how()).ifPresent(analysis -> texts(analysis, files, ranges));
      case VECTOR -> vectors(files, ranges);
    }
    if (expected != found) {
      throw new DerivedUnusable("It has other rows than the table.");
    }
  }

  /** The files of the segment that the version has. */
  private List<LiveFile> covered(List<CoveredFile> known) {
    Map<String, Long> starts = new HashMap<>();
    long sum = 0;
    for (CoveredFile file : known) {
      starts.put(file.path(), sum);
      sum += file.rows();
    }
    List<LiveFile> version = LanceSearch.files(table, ref.field());
    List<LiveFile> covered = new ArrayList<>(version);
    covered.removeAll(new Coverage(known, version).uncovered());
    covered.forEach(
        file -> firsts.put(file.fragment(), starts.getOrDefault(file.file().path(), 0L)));
    return covered;
  }

  private int number(long address) {
    return (int) (firsts.getOrDefault((int) (address >>> Integer.SIZE), 0L) + (int) address);
  }

  private void texts(TextAnalysis analysis, List<LiveFile> files, Ranges ranges) {
    TextAnalyzer analyzer = TextAnalyzer.of(analysis);
    column.readAll(
        files,
        (values, row, address) -> {
          int number = number(address);
          live.set(number);
          if (!values.isNull(row)) {
            expected += mix(number);
            analyzer.analyze(
                String.valueOf(ArrowValues.get(values, row)),
                (term, position, start, end) ->
                    expected += hash(term.getBytes(StandardCharsets.UTF_8), number));
          }
        });
    TextSegmentCheck.check(
        ref.object(),
        ranges,
        new TextSegmentCheck.Visitor() {
          @Override
          public void text(int row) {
            found += live.get(row) ? mix(row) : 0;
          }

          @Override
          public void term(byte[] term, int row, int frequency) {
            found += live.get(row) ? frequency * hash(term, row) : 0;
          }
        });
  }

  private void vectors(List<LiveFile> files, Ranges ranges) {
    VectorMetric metric = VectorMetric.valueOf(ref.how().toUpperCase(Locale.ROOT));
    column.readAll(
        files,
        (values, row, address) -> {
          live.set(number(address));
          expected += hasDistance(values, row, metric) ? mix(number(address)) : 0;
        });
    SegmentForm.vectors(ref, ranges).rows().stream()
        .forEach(row -> found += live.get(row) ? mix(row) : 0);
  }

  private static boolean hasDistance(FieldVector values, int row, VectorMetric metric) {
    return ArrowValues.get(values, row) instanceof float[] vector
        && !Double.isNaN(Distance.of(metric, vector, vector));
  }

  private static long hash(byte[] term, int number) {
    return LookupAudit.mix(LookupAudit.hash(term) ^ mix(number));
  }

  private static long mix(int number) {
    return LookupAudit.mix(number + 1L);
  }
}

package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Which columns the look-up objects of a table cover: the narrowest, as far as they are together
 * narrow enough to be copied.
 *
 * @param width of a row of them, in bytes, about
 */
record LookupColumns(List<Field> fields, long width) {
  private static final long MOST_BYTES = 64;

  /** Of a row in an object, about, what is not a column. */
  static final long OTHER_BYTES = 8;

  /** Of each fragment, so many rows tell how long its texts are. */
  private static final int SAMPLE = 500;

  private static final int SAMPLED_FRAGMENTS = 8;
  private static final Set<String> ENDS =
      Set.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST);

  /** A column that may be covered. */
  private record Candidate(Field field, long width) {}

  /**
   * @param objectBytes that an object may have
   */
  static LookupColumns of(LanceTable table, long objectBytes) {
    long most = Math.min(MOST_BYTES, objectBytes / Math.max(1, table.pin().rows()) - OTHER_BYTES);
    List<Field> fields =
        table.schema().getFields().stream()
            .filter(field -> !ENDS.contains(field.getName()) && !ArrowSchemas.isBlob(field))
            .toList();
    Map<String, Long> texts = texts(table, fields.stream().filter(LookupColumns::isText).toList());
    List<Candidate> candidates = new ArrayList<>();
    for (Field field : fields) {
      Long width = isText(field) ? texts.get(field.getName()) : fixed(field.getType());
      if (width != null) {
        candidates.add(new Candidate(field, width));
      }
    }
    candidates.sort(Comparator.comparingLong(Candidate::width));
    List<Field> taken = new ArrayList<>();
    long sum = 0;
    for (Candidate candidate : candidates) {
      if (sum + candidate.width() > most) {
        break;
      }
      taken.add(candidate.field());
      sum += candidate.width();
    }
    return new LookupColumns(taken, Math.max(1, sum));
  }

  List<String> names() {
    return fields.stream().map(Field::getName).toList();
  }

  /** What is covered when texts are longer than those that told their width. */
  LookupColumns withoutTexts() {
    List<Field> others = fields.stream().filter(field -> !isText(field)).toList();
    return others.size() == fields.size() ? this : new LookupColumns(others, width);
  }

  private static boolean isText(Field field) {
    return field.getType() instanceof ArrowType.Utf8;
  }

  /** Null of what is not covered. */
  private static @Nullable Long fixed(ArrowType type) {
    return switch (type) {
      case ArrowType.Bool bool -> 1L;
      case ArrowType.Int number -> (long) number.getBitWidth() / Byte.SIZE;
      case ArrowType.FloatingPoint number -> 8L;
      case ArrowType.Date date -> 4L;
      case ArrowType.Timestamp timestamp -> 8L;
      default -> null;
    };
  }

  private static Map<String, Long> texts(LanceTable table, List<Field> fields) {
    Map<String, Long> widths = new HashMap<>();
    if (fields.isEmpty()) {
      return widths;
    }
    long rows = 0;
    Map<String, Long> bytes = new HashMap<>();
    List<Integer> fragments = table.parts().stream().map(UpkeepPlanner.Part::id).toList();
    int step = Math.max(1, fragments.size() / SAMPLED_FRAGMENTS);
    for (int i = 0; i < fragments.size(); i += step) {
      ScanRequest some =
          ScanRequest.of(fields.stream().map(Field::getName).toList())
              .in(List.of(fragments.get(i)))
              .limit(SAMPLE);
      try (BatchStream stream = table.scan(some)) {
        while (stream.next()) {
          rows += stream.batch().getRowCount();
          for (FieldVector vector : stream.batch().getFieldVectors()) {
            bytes.merge(vector.getName(), bytes((VarCharVector) vector), Long::sum);
          }
        }
      }
    }
    for (Map.Entry<String, Long> text : bytes.entrySet()) {
      widths.put(text.getKey(), Integer.BYTES + text.getValue() / Math.max(1, rows));
    }
    return widths;
  }

  private static long bytes(VarCharVector texts) {
    long bytes = 0;
    for (int row = 0; row < texts.getValueCount(); row++) {
      bytes += bytes(texts, row);
    }
    return bytes;
  }

  /** Of a value, what depends on it. */
  static long bytes(FieldVector vector, int row) {
    return vector instanceof VarCharVector texts && !texts.isNull(row)
        ? texts.getValueLength(row)
        : 0;
  }
}

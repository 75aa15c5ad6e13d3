package dev.omnigraph.exec;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** How much there is to read of a row, by its columns' types alone. */
final class ColumnWidths {
  private static final double TEXT = 16;
  private static final double NUMBER = 8;
  private static final double LIST = 64;
  private static final double BLOB = 1 << 20;

  /** Two ids: a row of a traversal. */
  private static final double NARROW = 2 * TEXT;

  private ColumnWidths() {}

  /** By how much a row is wider than one of narrow columns; at least 1. */
  static double relative(Schema schema, List<String> columns) {
    double width = columns.stream().mapToDouble(c -> width(schema.findField(c))).sum();
    return Math.max(1, width / NARROW);
  }

  private static double width(Field field) {
    return switch (field.getType()) {
      case ArrowType.Utf8 text -> TEXT;
      case ArrowType.FixedSizeList vector -> (double) vector.getListSize() * Float.BYTES;
      case ArrowType.List list -> LIST;
      case ArrowType.LargeBinary blob -> BLOB;
      default -> NUMBER;
    };
  }
}

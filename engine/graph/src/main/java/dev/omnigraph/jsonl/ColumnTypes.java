package dev.omnigraph.jsonl;

import dev.omnigraph.parquet.ParquetReader.Column;
import dev.omnigraph.parquet.ParquetReader.Kind;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;

/**
 * Which columns of Parquet the values of a property are read from. Whether each value fits is not
 * known from that: a whole number may be too large, and a text not a date.
 */
final class ColumnTypes {
  private ColumnTypes() {}

  static boolean fits(PropertyType type, Column column) {
    return switch (type) {
      case PropertyType.ListOf list -> column.isList() && fits(list.element(), column.kind());
      case PropertyType.Vector vector -> column.isList() && fits(Scalar.F32, column.kind());
      default -> !column.isList() && fits(type, column.kind());
    };
  }

  private static boolean fits(PropertyType type, Kind kind) {
    if (kind == Kind.NOTHING) {
      return true;
    }
    return switch (type) {
      case Scalar scalar ->
          switch (scalar) {
            case STRING -> kind == Kind.TEXT;
            case BOOL -> kind == Kind.BOOL;
            case I32, I64, U32, U64 -> kind == Kind.INTEGER;
            case F32, F64 -> kind == Kind.FLOAT || kind == Kind.INTEGER;
            // A number is neither: nobody knows what it counts.
            case DATE -> kind == Kind.DATE || kind == Kind.TEXT;
            case DATETIME -> kind == Kind.TIME || kind == Kind.TEXT;
          };
      case PropertyType.Enumeration enumeration -> kind == Kind.TEXT;
      case PropertyType.Blob blob -> kind == Kind.BYTES;
      case PropertyType.ListOf list -> false;
      case PropertyType.Vector vector -> false;
    };
  }

  /** Ids are texts, and the numbers that these texts may be. */
  static boolean fitsId(Column column) {
    return !column.isList() && (column.kind() == Kind.TEXT || column.kind() == Kind.INTEGER);
  }
}

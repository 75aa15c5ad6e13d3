package dev.omnigraph.parquet;

import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;

/**
 * A column of a file that is written.
 *
 * @param optional whether its values may be missing
 * @param list whether each value is a list of values of the type, none of which is missing
 */
record WrittenColumn(
    String name, Physical physical, Logical logical, boolean optional, boolean list) {

  static WrittenColumn of(ParquetColumn column) {
    return switch (column.type()) {
      case Scalar scalar -> scalar(column, scalar, false);
      case PropertyType.Enumeration e -> scalar(column, Scalar.STRING, false);
      case PropertyType.ListOf(Scalar element) -> scalar(column, element, true);
      case PropertyType.ListOf list -> scalar(column, Scalar.STRING, true);
      case PropertyType.Vector vector -> scalar(column, Scalar.F32, true);
      case PropertyType.Blob blob ->
          new WrittenColumn(
              column.name(), Physical.BYTE_ARRAY, Logical.NONE, column.optional(), false);
    };
  }

  private static WrittenColumn scalar(ParquetColumn column, Scalar type, boolean list) {
    Physical physical =
        switch (type) {
          case STRING -> Physical.BYTE_ARRAY;
          case BOOL -> Physical.BOOLEAN;
          case I32, U32, DATE -> Physical.INT32;
          case I64, U64, DATETIME -> Physical.INT64;
          case F32 -> Physical.FLOAT;
          case F64 -> Physical.DOUBLE;
        };
    Logical logical =
        switch (type) {
          case STRING -> Logical.TEXT;
          case U32, U64 -> Logical.UNSIGNED;
          case DATE -> Logical.DATE;
          case DATETIME -> Logical.MILLIS;
          case BOOL, I32, I64, F32, F64 -> Logical.NONE;
        };
    return new WrittenColumn(column.name(), physical, logical, column.optional(), list);
  }

  /** The level of a value that is there; those below it say what is missing. */
  int definition() {
    return (optional ? 1 : 0) + (list ? 1 : 0);
  }
}

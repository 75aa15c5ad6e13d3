package dev.omnigraph.parquet;

import java.util.OptionalInt;

/** What a schema says that values mean, in the newer way and in the older one. */
final class Meanings {
  private static final int HALF_BYTES = 2;

  private Meanings() {}

  /**
   * @param type a structure of which one field is there, and its number is the meaning
   */
  static Logical of(Struct type) throws ParquetFault {
    if (type.has(1) || type.has(4) || type.has(12)) {
      return Logical.TEXT;
    }
    if (type.has(5)) {
      return Logical.DECIMAL;
    }
    if (type.has(6)) {
      return Logical.DATE;
    }
    if (type.has(8)) {
      return unit(type.required(8).required(2));
    }
    if (type.has(10)) {
      return type.required(10).bool(2, true) ? Logical.NONE : Logical.UNSIGNED;
    }
    return type.has(15) ? Logical.FLOAT16 : type.has(11) ? Logical.NOTHING : Logical.OTHER;
  }

  private static Logical unit(Struct unit) throws ParquetFault {
    if (unit.has(1)) {
      return Logical.MILLIS;
    }
    if (unit.has(2)) {
      return Logical.MICROS;
    }
    if (unit.has(3)) {
      return Logical.NANOS;
    }
    throw ParquetFault.unsupported("has times in an unknown unit");
  }

  static Logical ofOlder(OptionalInt type) {
    if (type.isEmpty()) {
      return Logical.NONE;
    }
    return switch (type.getAsInt()) {
      case 0, 4, 19 -> Logical.TEXT;
      case 5 -> Logical.DECIMAL;
      case 6 -> Logical.DATE;
      case 9 -> Logical.MILLIS;
      case 10 -> Logical.MICROS;
      case 11, 12, 13, 14 -> Logical.UNSIGNED;
      case 15, 16, 17, 18 -> Logical.NONE;
      default -> Logical.OTHER;
    };
  }

  /** The meaning, where values that are stored so can have it. */
  static Logical fitting(Physical physical, int length, Logical meaning) {
    boolean fits =
        switch (meaning) {
          case NONE, NOTHING, OTHER -> true;
          case TEXT -> physical == Physical.BYTE_ARRAY;
          case DATE -> physical == Physical.INT32;
          case MILLIS, MICROS, NANOS -> physical == Physical.INT64;
          case UNSIGNED -> physical == Physical.INT32 || physical == Physical.INT64;
          case DECIMAL ->
              physical != Physical.BOOLEAN
                  && physical != Physical.INT96
                  && physical != Physical.FLOAT
                  && physical != Physical.DOUBLE;
          case FLOAT16 -> physical == Physical.FIXED_LEN_BYTE_ARRAY && length == HALF_BYTES;
        };
    return fits ? meaning : Logical.OTHER;
  }
}

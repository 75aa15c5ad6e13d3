package dev.omnigraph.parquet;

import org.jspecify.annotations.Nullable;

/**
 * A column of a file that is read. Values are there at the level {@code definition}; those of lists
 * at or above {@code inList}, below which the list is empty, and below {@code list} there is none.
 *
 * @param leaf what its values are; null when it is neither values nor lists of values
 * @param chunk the place of its values among the columns of a row group
 */
record ReadColumn(
    String name,
    @Nullable Leaf leaf,
    int chunk,
    boolean isList,
    int list,
    int inList,
    int definition) {

  /** What can be said of it to whoever knows what it should be. */
  ParquetReader.Column described() {
    if (leaf == null) {
      return new ParquetReader.Column(name, ParquetReader.Kind.NESTED, false, "a group");
    }
    String spelling = (isList ? "a list of " : "") + leaf.spelling();
    return new ParquetReader.Column(name, kind(leaf), isList, spelling);
  }

  private static ParquetReader.Kind kind(Leaf leaf) {
    return switch (leaf.logical()) {
      case TEXT -> ParquetReader.Kind.TEXT;
      case DATE -> ParquetReader.Kind.DATE;
      case MILLIS, MICROS, NANOS -> ParquetReader.Kind.TIME;
      case DECIMAL, FLOAT16 -> ParquetReader.Kind.FLOAT;
      case NOTHING -> ParquetReader.Kind.NOTHING;
      case OTHER -> ParquetReader.Kind.NESTED;
      case NONE, UNSIGNED ->
          switch (leaf.physical()) {
            case BOOLEAN -> ParquetReader.Kind.BOOL;
            case INT32, INT64 -> ParquetReader.Kind.INTEGER;
            case FLOAT, DOUBLE -> ParquetReader.Kind.FLOAT;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ParquetReader.Kind.BYTES;
            case INT96 -> ParquetReader.Kind.TIME;
          };
    };
  }
}

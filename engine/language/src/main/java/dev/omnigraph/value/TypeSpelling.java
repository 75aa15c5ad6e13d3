package dev.omnigraph.value;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types as the languages write them. */
final class TypeSpelling {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private TypeSpelling() {}

  static String of(PropertyType type) {
    return switch (type) {
      case PropertyType.Scalar scalar -> scalar.spelling();
      case PropertyType.Enumeration(var values) ->
          values.stream().map(TypeSpelling::value).collect(Collectors.joining(", ", "enum(", ")"));
      case PropertyType.Vector(int dimension) -> "Vector(" + dimension + ")";
      case PropertyType.ListOf(var element) -> "[" + of(element) + "]";
      case PropertyType.Blob() -> "Blob";
    };
  }

  private static String value(String value) {
    return NAME.matcher(value).matches() ? value : TextLiteral.quote(value);
  }
}

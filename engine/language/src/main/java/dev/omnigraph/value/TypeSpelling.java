package dev.omnigraph.value;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types as the languages write them. */
final class TypeSpelling {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private TypeSpelling() {}

  /**
   * @param declared with the former names of values
   */
  static String of(PropertyType type, boolean declared) {
    return switch (type) {
      case PropertyType.Scalar scalar -> scalar.spelling();
      case PropertyType.Enumeration(var values, var renamed) ->
          values.stream()
              .map(v -> declared ? declared(v, renamed) : value(v))
              .collect(Collectors.joining(", ", "enum(", ")"));
      case PropertyType.Vector(int dimension) -> "Vector(" + dimension + ")";
      case PropertyType.ListOf(var element) -> "[" + of(element, declared) + "]";
      case PropertyType.Blob() -> "Blob";
    };
  }

  private static String value(String value) {
    return NAME.matcher(value).matches() ? value : TextLiteral.quote(value);
  }

  private static String declared(String value, Map<String, String> renamed) {
    String former = renamed.get(value);
    return former == null
        ? value(value)
        : value(value) + " @rename_from(" + TextLiteral.quote(former) + ")";
  }
}

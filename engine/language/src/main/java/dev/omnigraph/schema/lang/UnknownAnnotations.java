package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Annotations that the catalog keeps although nothing knows them: they may be meant for another
 * program, and may be another schema language's. A hint is added here and nowhere else.
 */
final class UnknownAnnotations {
  /** What other schema languages write, and what to write here instead. */
  private static final Map<String, String> FOREIGN =
      rows(
          List.of(
              row("default", "There are no default values: give the value where you insert."),
              row("primary primarykey pk id", "The identity is written `@key`."),
              row("required notnull nonnull", "A property without `?` always has a value."),
              row("nullable optional", "Write `?` after the type for a value that may be missing."),
              row("indexed fulltext search", "Write `@index`."),
              row("pattern regex regexp format", "Write `@check(\"…\")`."),
              row("min max minimum maximum between", "Write `@range(lo..hi)`."),
              row("length minlength maxlength size", "Write `@check(\".{1,40}\")`."),
              row("enum oneof values", "Write the type `enum(a, b)`."),
              row(
                  "relation reference references ref foreignkey fk",
                  "Declare an edge, as in `edge Knows: Person -> Person`."),
              row("cardinality multiplicity", "Write `@card(0..1)` after the ends of an edge."),
              row("vector embedding", "Write `@embed(\"bio\", model=\"…\")` on a Vector."),
              row("rename renamed was formerly", "Write `@rename_from(\"…\")`."),
              row("doc comment title", "Write `@description(\"…\")`.")));

  private static final String NO_MEANING = "Other programs may read it; here it changes nothing.";

  private UnknownAnnotations() {}

  /** In the order of the source. */
  static List<Diagnostic> hints(List<Declaration> declarations, Source source) {
    List<Diagnostic> hints = new ArrayList<>();
    for (Declaration declaration : declarations) {
      Stream.concat(
              declaration.annotations().stream(),
              declaration.properties().stream().flatMap(p -> p.annotations().stream()))
          .filter(annotation -> !Known.ANNOTATIONS.contains(annotation.name().text()))
          .map(annotation -> hint(annotation, source))
          .forEach(hints::add);
    }
    hints.sort(Comparator.comparingInt(hint -> hint.span().start()));
    return hints;
  }

  private static Diagnostic hint(AnnotationSyntax annotation, Source source) {
    String name = annotation.name().text();
    return new Diagnostic(
        "unknown_annotation",
        annotation.span(),
        "`@%s` has no meaning here and is kept as it is.".formatted(name),
        source.excerpt(annotation.span()),
        help(name));
  }

  private static String help(String name) {
    String foreign = FOREIGN.get(name.toLowerCase(Locale.ROOT).replace("_", ""));
    return foreign != null
        ? foreign
        : Suggestions.closest(name, Known.ANNOTATIONS)
            .map("Did you mean `@%s`?"::formatted)
            .orElse(NO_MEANING);
  }

  private static Map.Entry<String, String> row(String words, String help) {
    return Map.entry(words, help);
  }

  private static Map<String, String> rows(List<Map.Entry<String, String>> rows) {
    Map<String, String> byWord = new HashMap<>();
    for (Map.Entry<String, String> row : rows) {
      for (String word : row.getKey().split(" ")) {
        byWord.put(word, row.getValue());
      }
    }
    return Map.copyOf(byWord);
  }
}

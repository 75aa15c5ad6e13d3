package dev.omnigraph.schema;

import dev.omnigraph.lang.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Annotations that the catalog keeps although nothing knows them: they may be meant for another
 * program, and may be another schema language's. A hint is added here and nowhere else.
 */
public final class UnknownAnnotations {
  /** Those with a meaning. */
  public static final Set<String> KNOWN =
      Set.of(
          "key",
          "unique",
          "range",
          "check",
          "default",
          "index",
          "description",
          "embed",
          "content_type",
          "rename_from",
          "card");

  /** What other schema languages write, and what to write here instead. */
  private static final Map<String, String> FOREIGN =
      rows(
          List.of(
              row("defaultvalue initial initially", "Write `@default(0)`."),
              row("primary primarykey pk id", "The identity is written `@key`."),
              row("required notnull nonnull", "A property without `?` always has a value."),
              row("nullable optional", "Write `?` after the type for a value that may be missing."),
              row("indexed fulltext search", "Write `@index`."),
              row(
                  "analyzer analysis language stemmer tokenizer",
                  "Write `@index(language=\"…\")`."),
              row("metric similarity", "Write `@index(metric=\"…\")` on a Vector."),
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
              row("mimetype mediatype", "Write `@content_type(name)` on a Blob."),
              row("doc comment title", "Write `@description(\"…\")`.")));

  private static final String NO_MEANING = "Other programs may read it; here it changes nothing.";

  private UnknownAnnotations() {}

  /** What to write instead of an unknown one, or that nothing here knows it; a sentence. */
  public static String help(String name) {
    String foreign = FOREIGN.get(name.toLowerCase(Locale.ROOT).replace("_", ""));
    return foreign != null
        ? foreign
        : Suggestions.closest(name, KNOWN).map("Did you mean `@%s`?"::formatted).orElse(NO_MEANING);
  }

  /** Sentences about those of the property that its former state did not have; null for none. */
  static @Nullable String hint(Property property, @Nullable Property former) {
    return hint(
        "`" + property.name() + "`",
        property.annotations(),
        former == null ? List.of() : former.annotations());
  }

  /** The same of a type, and of its properties when it is new. */
  static @Nullable String hint(EntityType type, @Nullable EntityType former) {
    List<String> hints = new ArrayList<>();
    add(
        hints,
        hint(
            "`" + type.name() + "`",
            type.annotations(),
            former == null ? List.of() : former.annotations()));
    if (former == null) {
      type.properties().forEach(property -> add(hints, hint(property, null)));
    }
    return hints.isEmpty() ? null : String.join(" ", hints);
  }

  private static @Nullable String hint(
      String owner, List<Annotation> annotations, List<Annotation> former) {
    List<String> hints = new ArrayList<>();
    for (Annotation annotation : annotations) {
      if (!KNOWN.contains(annotation.name()) && !former.contains(annotation)) {
        hints.add(
            "`@%s` of %s has no meaning here. %s"
                .formatted(annotation.name(), owner, help(annotation.name())));
      }
    }
    return hints.isEmpty() ? null : String.join(" ", hints);
  }

  private static void add(List<String> hints, @Nullable String hint) {
    if (hint != null) {
      hints.add(hint);
    }
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

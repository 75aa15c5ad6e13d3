package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.IndexArguments;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code @index}: what can have one, and what its arguments say after a property. */
final class IndexChecker {
  private final Diagnostics diagnostics;

  IndexChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** False, and reported, where values of the type are in no index. */
  boolean isIndexable(PropertySyntax property, AnnotationSyntax annotation) {
    boolean indexable =
        switch (property.type()) {
          case Scalar s -> true;
          case PropertyType.Enumeration e -> true;
          case PropertyType.Vector v -> true;
          case PropertyType.ListOf l -> false;
          case PropertyType.Blob b -> false;
        };
    if (!indexable) {
      diagnostics.error(
          SchemaError.INDEX_TYPE,
          annotation.span(),
          "A property of type %s cannot be indexed.".formatted(property.type().spelling()));
    }
    return indexable;
  }

  /** In a body: names alone. */
  boolean hasNames(AnnotationSyntax annotation) {
    for (Argument argument : annotation.arguments()) {
      if (argument instanceof Argument.Keyword) {
        error(
            argument,
            "In a body, `@index` takes the names of properties and nothing else.",
            "Write `@index(%s)` after the property.".formatted(spelling(argument)));
        return false;
      }
    }
    return true;
  }

  void ofProperty(PropertySyntax property, AnnotationSyntax annotation) {
    if (!isIndexable(property, annotation)) {
      return;
    }
    Map<String, Argument.Keyword> given = new HashMap<>();
    for (Argument argument : annotation.arguments()) {
      if (!(argument instanceof Argument.Keyword keyword)) {
        error(
            argument,
            "After a property, the arguments of `@index` have names.",
            property.type() == Scalar.STRING
                ? "Write `@index`, or `@index(language=\"english\")`."
                : property.type() instanceof PropertyType.Vector
                    ? "Write `@index`, or `@index(metric=\"cosine\")`."
                    : "Write `@index`.");
      } else if (isKnown(property, keyword) && hasValue(keyword)) {
        if (given.putIfAbsent(keyword.name().text(), keyword) != null) {
          error(argument, "`%s` is given twice.".formatted(keyword.name().text()), null);
        }
      }
    }
    ofLanguage(given);
  }

  private boolean isKnown(PropertySyntax property, Argument.Keyword argument) {
    String name = argument.name().text();
    Set<String> texts = new TreeSet<>(IndexArguments.OF_TEXTS.keySet());
    texts.addAll(IndexArguments.FLAGS);
    Set<String> vectors = IndexArguments.OF_VECTORS.keySet();
    boolean text = property.type() == Scalar.STRING;
    Set<String> known =
        text ? texts : property.type() instanceof PropertyType.Vector ? vectors : Set.of();
    if (known.contains(name)) {
      return true;
    }
    String owner = texts.contains(name) ? "a String" : vectors.contains(name) ? "a Vector" : null;
    error(
        argument,
        "`@index` of %s has no argument `%s`.".formatted(property.type().spelling(), name),
        owner != null
            ? "It is for %s.".formatted(owner)
            : known.isEmpty()
                ? "Write `@index`."
                : Suggestions.help(name, known, "arguments of `@index`"));
    return false;
  }

  private boolean hasValue(Argument.Keyword argument) {
    String name = argument.name().text();
    if (IndexArguments.FLAGS.contains(name)) {
      boolean flag =
          argument.value() instanceof Argument.Word(var word, var span)
              && (word.equals("true") || word.equals("false"));
      if (!flag) {
        error(argument.value(), "`%s` is `true` or `false`.".formatted(name), null);
      }
      return flag;
    }
    List<String> values =
        IndexArguments.OF_TEXTS.getOrDefault(
            name, IndexArguments.OF_VECTORS.getOrDefault(name, List.of()));
    String value = argument.value() instanceof Argument.Text(var text, var span) ? text : null;
    if (value == null || !values.contains(value)) {
      error(
          argument.value(),
          value == null
              ? "`%s` is a text in quotes.".formatted(name)
              : "There is no %s \"%s\".".formatted(name, value),
          help(name, value, values));
    }
    return value != null && values.contains(value);
  }

  private static String help(String name, @Nullable String value, List<String> values) {
    String plural = name + "s";
    return value == null || Suggestions.closest(value, values).isEmpty()
        ? "The %s: %s.".formatted(plural, Suggestions.quoted(values))
        : "Did you mean `%s`?".formatted(Suggestions.closest(value, values).orElseThrow());
  }

  /** What an analyzer that knows no language has no use for. */
  private void ofLanguage(Map<String, Argument.Keyword> given) {
    Argument.Keyword analyzer = given.get("analyzer");
    if (analyzer == null) {
      return;
    }
    given.values().stream()
        .filter(argument -> IndexArguments.OF_LANGUAGES.contains(argument.name().text()))
        .forEach(
            argument ->
                error(
                    argument,
                    "`%s` is for the words of a language, which %s does not know."
                        .formatted(argument.name().text(), spelling(analyzer)),
                    "Leave out one of the two."));
  }

  private static String spelling(Argument argument) {
    return IndexArguments.spelling(AnnotationChecker.text(argument));
  }

  private void error(Argument argument, String message, @Nullable String help) {
    diagnostics.error(SchemaError.INDEX_ARGUMENT, argument.span(), message, help);
  }
}

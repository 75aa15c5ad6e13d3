package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.schema.Annotation;
import dev.omnigraph.schema.DefaultValue;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.EntitySyntax;
import dev.omnigraph.schema.lang.Declaration.InterfaceSyntax;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Annotations that describe; those that constrain are {@link ConstraintChecker}'s. */
final class AnnotationChecker {
  private final Diagnostics diagnostics;

  AnnotationChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The annotations of a type that the catalog keeps. */
  List<Annotation> ofType(Declaration declaration) {
    once(declaration.annotations());
    for (AnnotationSyntax annotation : declaration.annotations()) {
      switch (annotation.name().text()) {
        case "description", "rename_from" -> oneString(annotation, diagnostics);
        case "embed" -> misplaced(annotation, "a Vector property");
        case "content_type" -> misplaced(annotation, "a Blob property");
        case "default" -> misplaced(annotation, "a property");
        default -> {}
      }
    }
    return declaration.annotations().stream().map(AnnotationChecker::stored).toList();
  }

  /**
   * The annotations of a property that the catalog keeps, {@code @index(p)} in the body included.
   */
  List<Annotation> ofProperty(Declaration owner, PropertySyntax property, boolean indexedInBody) {
    once(property.annotations());
    List<Annotation> stored = new ArrayList<>();
    for (AnnotationSyntax annotation : property.annotations()) {
      switch (annotation.name().text()) {
        case "description", "rename_from" -> oneString(annotation, diagnostics);
        case "embed" -> embed(owner, property, annotation);
        case "default" -> defaultValue(property, annotation);
        case "content_type" -> contentType(owner, property, annotation);
        case "index" -> new IndexChecker(diagnostics).ofProperty(property, annotation);
        case "key", "unique", "range", "check" -> {
          if (owner instanceof InterfaceSyntax) {
            misplaced(annotation, "a node type");
          }
          continue;
        }
        default -> {}
      }
      stored.add(stored(annotation));
    }
    if (indexedInBody && stored.stream().noneMatch(a -> a.name().equals("index"))) {
      stored.add(new Annotation("index", List.of()));
    }
    return stored;
  }

  private void once(List<AnnotationSyntax> annotations) {
    Set<String> seen = new HashSet<>();
    for (AnnotationSyntax annotation : annotations) {
      String name = annotation.name().text();
      if (KnownWords.ANNOTATIONS.contains(name) && !seen.add(name)) {
        diagnostics.error(
            SchemaError.DUPLICATE_ANNOTATION,
            annotation.span(),
            "`@%s` is given twice.".formatted(name));
      }
    }
  }

  static void oneString(AnnotationSyntax annotation, Diagnostics diagnostics) {
    boolean fits =
        annotation.arguments().size() == 1
            && annotation.arguments().getFirst() instanceof Argument.Text;
    if (!fits) {
      diagnostics.error(
          SchemaError.ANNOTATION_ARGUMENTS,
          annotation.span(),
          "`@%s` takes one string.".formatted(annotation.name().text()),
          "Write `@%s(\"…\")`.".formatted(annotation.name().text()));
    }
  }

  private void misplaced(AnnotationSyntax annotation, String owner) {
    diagnostics.error(
        SchemaError.MISPLACED_ANNOTATION,
        annotation.span(),
        "`@%s` belongs to %s.".formatted(annotation.name().text(), owner));
  }

  private void defaultValue(PropertySyntax property, AnnotationSyntax annotation) {
    if (annotation.arguments().size() != 1) {
      diagnostics.error(
          SchemaError.ANNOTATION_ARGUMENTS,
          annotation.span(),
          "`@default` takes one value.",
          "Write `@default(0)`.");
      return;
    }
    Argument argument = annotation.arguments().getFirst();
    PropertyType type = property.type();
    boolean number = type instanceof Scalar scalar && scalar.isNumber();
    boolean fits =
        switch (argument) {
          case Argument.Numeral n -> number;
          case Argument.Word(var word, var span) ->
              type == Scalar.BOOL || type instanceof PropertyType.Enumeration;
          case Argument.Text t -> !number && type != Scalar.BOOL;
          case Argument.Interval i -> false;
          case Argument.Call c -> false;
          case Argument.Keyword k -> false;
        };
    if (!fits) {
      notADefault(property, argument, "expected %s".formatted(type.spelling()));
      return;
    }
    try {
      DefaultValue.of(type, text(argument));
    } catch (ValueException e) {
      notADefault(property, argument, String.valueOf(e.getMessage()));
    }
  }

  private void notADefault(PropertySyntax property, Argument argument, String reason) {
    diagnostics.error(
        SchemaError.DEFAULT_VALUE,
        argument.span(),
        "This is not a default for `%s`: %s.".formatted(property.name().text(), reason));
  }

  private void contentType(
      Declaration owner, PropertySyntax property, AnnotationSyntax annotation) {
    if (!(property.type() instanceof PropertyType.Blob)) {
      misplaced(annotation, "a Blob property");
      return;
    }
    String name =
        annotation.arguments().size() != 1
            ? null
            : switch (annotation.arguments().getFirst()) {
              case Argument.Word(var word, var span) -> word;
              case Argument.Text(var text, var span) -> text;
              default -> null;
            };
    List<String> texts =
        owner.properties().stream()
            .filter(p -> p.type() == Scalar.STRING)
            .map(p -> p.name().text())
            .toList();
    if (name == null || !texts.contains(name)) {
      diagnostics.error(
          SchemaError.ANNOTATION_ARGUMENTS,
          annotation.span(),
          "`@content_type` takes the name of a String property of `%s`."
              .formatted(owner.name().text()),
          name == null
              ? "Write `@content_type(%s_type)`.".formatted(property.name().text())
              : Suggestions.help(
                  name, texts, "String properties of `%s`".formatted(owner.name().text())));
    } else if (isInKey(owner, name)) {
      diagnostics.error(
          SchemaError.ANNOTATION_ARGUMENTS,
          annotation.span(),
          "`@content_type` cannot name `%s`, which is in the key: to write the Blob would be to change it."
              .formatted(name),
          "Add a property for it, such as `%s_type: String?`.".formatted(property.name().text()));
    }
  }

  /** Whether a type's key is made of the property. */
  private static boolean isInKey(Declaration owner, String property) {
    if (!(owner instanceof EntitySyntax entity)) {
      return false;
    }
    return entity.property(property).stream()
            .flatMap(p -> p.annotations().stream())
            .anyMatch(annotation -> annotation.is("key"))
        || entity.constraints().stream()
            .filter(annotation -> annotation.is("key"))
            .flatMap(annotation -> annotation.arguments().stream())
            .anyMatch(argument -> innermost(argument).equals(property));
  }

  private static String innermost(Argument argument) {
    return argument instanceof Argument.Call(var function, var of, var span)
        ? innermost(of)
        : text(argument);
  }

  private void embed(Declaration owner, PropertySyntax property, AnnotationSyntax annotation) {
    if (!(property.type() instanceof PropertyType.Vector)) {
      diagnostics.error(
          SchemaError.EMBED_TARGET,
          annotation.span(),
          "`@embed` fills a Vector; `%s` is %s."
              .formatted(property.name().text(), property.type().spelling()));
    } else if (!property.nullable()) {
      diagnostics.error(
          SchemaError.EMBED_REQUIRED,
          annotation.span(),
          "`%s` is required, and `@embed` makes its vectors after rows are written."
              .formatted(property.name().text()),
          "Write `%s?`.".formatted(property.type().spelling()));
    }
    if (annotation.arguments().isEmpty()
        || annotation.arguments().getFirst() instanceof Argument.Keyword) {
      embedUsage(annotation, "`@embed` names the property that it embeds first.");
      return;
    }
    embedSource(owner, annotation.arguments().getFirst());
    Set<String> seen = new HashSet<>();
    for (Argument argument : annotation.arguments().subList(1, annotation.arguments().size())) {
      boolean model =
          argument instanceof Argument.Keyword(var name, var value, var span)
              && name.text().equals("model")
              && value instanceof Argument.Text
              && seen.add(name.text());
      if (!model) {
        diagnostics.error(
            SchemaError.EMBED_ARGUMENT,
            argument.span(),
            "After its source, `@embed` takes only `model=\"…\"`, once.");
      }
    }
    if (annotation.arguments().size() == 1) {
      embedUsage(annotation, "`@embed` does not say which model makes the vectors.");
    }
  }

  private void embedSource(Declaration owner, Argument argument) {
    String source =
        switch (argument) {
          case Argument.Text(var value, var span) -> value;
          case Argument.Word(var word, var span) -> word;
          case Argument.Numeral n -> "";
          case Argument.Interval i -> "";
          case Argument.Call c -> "";
          case Argument.Keyword k -> "";
        };
    Optional<PropertySyntax> found =
        owner.properties().stream().filter(p -> p.name().text().equals(source)).findFirst();
    if (found.isEmpty()) {
      diagnostics.error(
          SchemaError.EMBED_SOURCE,
          argument.span(),
          "`%s` has no property `%s` to embed.".formatted(owner.name().text(), source),
          Suggestions.help(
              source,
              owner.properties().stream()
                  .filter(p -> p.type() == Scalar.STRING)
                  .map(p -> p.name().text())
                  .toList(),
              "String properties of `%s`".formatted(owner.name().text())));
    } else if (found.get().type() != Scalar.STRING) {
      diagnostics.error(
          SchemaError.EMBED_SOURCE,
          argument.span(),
          "`%s` is %s; only a String can be embedded."
              .formatted(source, found.get().type().spelling()));
    }
  }

  private void embedUsage(AnnotationSyntax annotation, String message) {
    diagnostics.error(
        SchemaError.EMBED_ARGUMENT,
        annotation.span(),
        message,
        "Write `@embed(\"bio\", model=\"openai/text-embedding-3-large\")`.");
  }

  private static Annotation stored(AnnotationSyntax annotation) {
    return new Annotation(
        annotation.name().text(),
        annotation.arguments().stream().map(AnnotationChecker::text).toList());
  }

  static String text(Argument argument) {
    return switch (argument) {
      case Argument.Word(var word, var span) -> word;
      case Argument.Text(var value, var span) -> value;
      case Argument.Numeral(var value, var span) -> value.toString();
      case Argument.Interval(var min, var max, var span) ->
          (min == null ? "" : text(min)) + ".." + (max == null ? "" : text(max));
      case Argument.Call(var function, var of, var span) -> function.text() + "(" + text(of) + ")";
      case Argument.Keyword(var name, var value, var span) -> name.text() + "=" + text(value);
    };
  }
}

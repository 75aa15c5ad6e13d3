package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.lang.TypeParser.TypeSyntax;
import dev.omnigraph.value.PropertyType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a {@code .pg} source. */
sealed interface Declaration {
  Name name();

  List<PropertySyntax> properties();

  /** Annotations of the type itself. */
  List<AnnotationSyntax> annotations();

  record InterfaceSyntax(
      Name name, List<PropertySyntax> properties, List<AnnotationSyntax> annotations)
      implements Declaration {}

  /** What has a table. */
  sealed interface EntitySyntax extends Declaration {
    /** {@code @key @unique @range @check} over named properties, in or before the body. */
    List<AnnotationSyntax> constraints();

    default Optional<PropertySyntax> property(String name) {
      return properties().stream().filter(p -> p.name().text().equals(name)).findFirst();
    }
  }

  record NodeSyntax(
      Name name,
      List<Name> interfaces,
      List<PropertySyntax> properties,
      List<AnnotationSyntax> constraints,
      List<AnnotationSyntax> annotations)
      implements EntitySyntax {}

  record EdgeSyntax(
      Name name,
      Name source,
      Name target,
      Cardinality cardinality,
      List<PropertySyntax> properties,
      List<AnnotationSyntax> constraints,
      List<AnnotationSyntax> annotations)
      implements EntitySyntax {}

  record Name(String text, Span span) {}

  record PropertySyntax(Name name, TypeSyntax syntax, List<AnnotationSyntax> annotations) {
    PropertyType type() {
      return syntax.type();
    }

    boolean nullable() {
      return syntax.nullable();
    }
  }

  /**
   * @param span from the {@code @} to the last argument
   */
  record AnnotationSyntax(Name name, List<Argument> arguments, Span span) {
    boolean is(String known) {
      return name.text().equals(known);
    }
  }

  /** An argument of an annotation. */
  sealed interface Argument {
    Span span();

    /** A word, a property's name among others. */
    record Word(String text, Span span) implements Argument {}

    record Text(String value, Span span) implements Argument {}

    record Numeral(BigDecimal value, Span span) implements Argument {}

    /** {@code lo..hi}, either side open. */
    record Interval(@Nullable Numeral min, @Nullable Numeral max, Span span) implements Argument {}

    /** {@code function(argument)}, of a key. */
    record Call(Name function, Argument argument, Span span) implements Argument {}

    /** {@code name=value}. */
    record Keyword(Name name, Argument value, Span span) implements Argument {}
  }
}

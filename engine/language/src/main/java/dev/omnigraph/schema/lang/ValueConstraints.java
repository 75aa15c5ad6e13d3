package dev.omnigraph.schema.lang;

import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.CheckPattern;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.SchemaError;
import dev.omnigraph.schema.lang.Declaration.AnnotationSyntax;
import dev.omnigraph.schema.lang.Declaration.Argument;
import dev.omnigraph.schema.lang.Declaration.PropertySyntax;
import dev.omnigraph.value.Numbers;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code @range} and {@code @check}: rules on single values of one property. */
final class ValueConstraints {
  private final Diagnostics diagnostics;

  ValueConstraints(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * @param at where the property is named
   * @param arguments those behind the property's name
   */
  Optional<Constraint> range(
      AnnotationSyntax annotation, PropertySyntax property, Span at, List<Argument> arguments) {
    if (arguments.size() != 1 || !(arguments.getFirst() instanceof Argument.Interval interval)) {
      return usage(annotation, "takes an interval, as in `@range(age, 0..200)`");
    }
    if (!(property.type() instanceof Scalar scalar && scalar.isNumber())) {
      diagnostics.error(
          SchemaError.RANGE_TYPE,
          at,
          "`@range` is for numbers; `%s` is %s."
              .formatted(property.name().text(), property.type().spelling()));
      return Optional.empty();
    }
    if (interval.min() == null && interval.max() == null) {
      diagnostics.error(
          SchemaError.RANGE_BOUNDS, interval.span(), "A range has at least one bound.");
      return Optional.empty();
    }
    Number min = bound(scalar, interval.min());
    Number max = bound(scalar, interval.max());
    if (interval.min() != null
        && interval.max() != null
        && interval.min().value().compareTo(interval.max().value()) > 0) {
      diagnostics.error(
          SchemaError.RANGE_BOUNDS,
          interval.span(),
          "No number is in this range: its lower bound is above its upper bound.");
      return Optional.empty();
    }
    return Optional.of(new Constraint.Range(property.name().text(), min, max));
  }

  private @Nullable Number bound(Scalar type, Argument.@Nullable Numeral bound) {
    if (bound == null) {
      return null;
    }
    try {
      return (Number) Numbers.fit(type, bound.value());
    } catch (ValueException e) {
      diagnostics.error(
          SchemaError.RANGE_BOUNDS, bound.span(), "This bound: " + e.getMessage() + ".");
      return null;
    }
  }

  /** Parameters as in {@link #range}. */
  Optional<Constraint> check(
      AnnotationSyntax annotation, PropertySyntax property, Span at, List<Argument> arguments) {
    if (arguments.size() != 1
        || !(arguments.getFirst() instanceof Argument.Text(var pattern, var span))) {
      return usage(annotation, "takes a regular expression, as in `@check(code, \"[A-Z]+\")`");
    }
    if (property.type() != Scalar.STRING) {
      diagnostics.error(
          SchemaError.CHECK_TYPE,
          at,
          "`@check` is for strings; `%s` is %s."
              .formatted(property.name().text(), property.type().spelling()));
      return Optional.empty();
    }
    try {
      CheckPattern.compile(pattern);
    } catch (ValueException e) {
      diagnostics.error(SchemaError.CHECK_PATTERN, span, "This is " + e.getMessage() + ".");
      return Optional.empty();
    }
    return Optional.of(new Constraint.Check(property.name().text(), pattern));
  }

  private Optional<Constraint> usage(AnnotationSyntax annotation, String rule) {
    diagnostics.error(
        SchemaError.ANNOTATION_ARGUMENTS,
        annotation.span(),
        "`@%s` %s.".formatted(annotation.name().text(), rule));
    return Optional.empty();
  }
}

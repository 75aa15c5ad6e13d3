package dev.omnigraph.rule;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.CheckPattern;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.JsonValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Required, enum, range and check: what a row says by itself. */
final class RowRules {
  private final TableDelta delta;
  private final List<Rule> rules = new ArrayList<>();

  /** One rule on one column; gives the reason why a row's value breaks it, or null. */
  private record Rule(ErrorCode code, int column, String field, Test test) {
    interface Test {
      @Nullable String broken(TableDelta delta, int row, int column);
    }

    static Rule onValue(
        ErrorCode code,
        int column,
        String field,
        Function<@Nullable Object, @Nullable String> broken) {
      return new Rule(code, column, field, (delta, row, at) -> broken.apply(delta.get(row, at)));
    }
  }

  RowRules(TableDelta delta) {
    this.delta = delta;
    RowLayout layout = delta.layout();
    for (int column = 0; column < layout.width(); column++) {
      Property property = layout.propertyAt(column);
      if (property != null) {
        addPropertyRules(property, column);
      }
    }
    for (Constraint constraint : delta.type().constraints()) {
      addConstraint(constraint);
    }
  }

  void check(Violations violations) {
    if (rules.isEmpty()) {
      return;
    }
    for (int row : delta.liveRows()) {
      for (Rule rule : rules) {
        String reason = rule.test().broken(delta, row, rule.column());
        if (reason != null) {
          violations.add(
              Violation.of(rule.code(), reason)
                  .onLine(delta.line(row))
                  .in(delta.type().name(), delta.id(row))
                  .at(rule.field()));
        }
      }
    }
  }

  private void addPropertyRules(Property property, int column) {
    if (!property.nullable() && delta.hasNulls(column)) {
      rules.add(
          new Rule(
              RuleError.REQUIRED_MISSING,
              column,
              property.name(),
              (rows, row, at) -> rows.isNull(row, at) ? "is required and has no value" : null));
    }
    PropertyType item =
        property.type() instanceof PropertyType.ListOf list ? list.element() : property.type();
    if (item instanceof PropertyType.Enumeration enumeration) {
      rules.add(
          Rule.onValue(
              ValueError.ENUM_VALUE,
              column,
              property.name(),
              value -> enumReason(enumeration, value)));
    }
  }

  private void addConstraint(Constraint constraint) {
    switch (constraint) {
      case Constraint.Range range ->
          rules.add(
              Rule.onValue(
                  RuleError.RANGE,
                  delta.layout().position(range.property()),
                  range.property(),
                  value -> rangeReason(range, value)));
      case Constraint.Check check -> {
        CheckPattern pattern = CheckPattern.compile(check.pattern());
        rules.add(
            Rule.onValue(
                RuleError.CHECK,
                delta.layout().position(check.property()),
                check.property(),
                value -> checkReason(check, pattern, value)));
      }
      case Constraint.Key key -> {}
      case Constraint.Unique unique -> {}
    }
  }

  private static @Nullable String enumReason(
      PropertyType.Enumeration enumeration, @Nullable Object value) {
    List<?> values =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    for (Object one : values) {
      String text = String.valueOf(one);
      if (!enumeration.values().contains(text)) {
        return JsonValues.notAmong(enumeration, text);
      }
    }
    return null;
  }

  private static @Nullable String checkReason(
      Constraint.Check check, CheckPattern pattern, @Nullable Object value) {
    if (!(value instanceof String text) || pattern.matches(text)) {
      return null;
    }
    return "\"%s\" does not match the pattern %s"
        .formatted(Violation.shorten(text), check.pattern());
  }

  private static @Nullable String rangeReason(Constraint.Range range, @Nullable Object value) {
    if (!(value instanceof Number number)) {
      return null;
    }
    boolean below = range.min() != null && ValueOrder.compare(number, range.min()) < 0;
    boolean above = range.max() != null && ValueOrder.compare(number, range.max()) > 0;
    return below || above ? "is %s, outside %s".formatted(number, text(range)) : null;
  }

  private static String text(Constraint.Range range) {
    return (range.min() == null ? "" : range.min())
        + ".."
        + (range.max() == null ? "" : range.max());
  }
}

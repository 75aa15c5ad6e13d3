package dev.omnigraph.query.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that inserts and updates give. */
final class AssignmentChecker {
  private final Context context;

  AssignmentChecker(Context context) {
    this.context = context;
  }

  /** False, and reported, when the name was given before. */
  boolean once(Syntax.Assignment assignment, Set<String> given) {
    String name = assignment.name().text();
    if (given.add(name)) {
      return true;
    }
    context.error(
        QueryError.DUPLICATE_ASSIGNMENT,
        assignment.name().span(),
        "`%s` is given twice.".formatted(name));
    return false;
  }

  /**
   * @param meaning what the id is
   */
  @Nullable Expr id(Syntax.Assignment assignment, String meaning, NameResolver names) {
    String what = "`" + assignment.name().text() + "`";
    Expr value =
        new ExprChecker(context, names)
            .value(assignment.value(), Scalar.STRING, what + ", " + meaning + ",");
    if (value == null) {
      return null;
    }
    boolean fits =
        value.type() instanceof ValueType.Value(var type, var nullable)
            && type == Scalar.STRING
            && !nullable;
    if (!fits) {
      context.error(
          assignment.name().text().equals("id") ? QueryError.ID_VALUE : QueryError.ENDPOINT_VALUE,
          assignment.value().span(),
          "%s is %s, a String that is not null; this is %s."
              .formatted(what, meaning, describe(value)));
      return null;
    }
    return value;
  }

  /**
   * @param others names that would also do here, for the help
   */
  Statement.@Nullable Assignment assignment(
      EntityType type, Syntax.Assignment assignment, List<String> others, NameResolver names) {
    Property property = NameResolver.property(context, type, assignment.name(), others);
    if (property == null) {
      return null;
    }
    String what = "`" + property.name() + "`";
    Expr value = new ExprChecker(context, names).value(assignment.value(), property.type(), what);
    if (value == null) {
      return null;
    }
    PropertyType given = ExprChecker.typeOf(value);
    boolean fits =
        value.type() instanceof ValueType.Null
            || given != null
                && (TypeRules.storable(given, property.type())
                    || isComputed(value) && TypeRules.fits(given, property.type()));
    if (!fits) {
      mismatch(assignment, property, given, value);
      return null;
    }
    if (TypeRules.isNullable(value.type()) && !property.nullable()) {
      context.error(
          LanguageError.REQUIRED_PROPERTY,
          assignment.value().span(),
          "`%s` is required, and this %s null."
              .formatted(property.name(), value instanceof Expr.Literal ? "is" : "may be"),
          switch (value) {
            case Expr.Param param ->
                "Declare the parameter `$%s: %s`, without `?`."
                    .formatted(param.name(), property.type().spelling());
            case Expr.Literal literal -> null;
            default -> "Write what to store instead of null, as in `coalesce(…, …)`.";
          });
      return null;
    }
    return new Statement.Assignment(property, value);
  }

  private void mismatch(
      Syntax.Assignment assignment, Property property, @Nullable PropertyType given, Expr value) {
    context.error(
        QueryError.TYPE_MISMATCH,
        assignment.value().span(),
        "`%s` is %s, and this is %s."
            .formatted(
                property.name(), property.type().spelling(), TypeRules.describe(value.type())),
        value instanceof Expr.Param param
            ? "Declare the parameter `$%s: %s`.".formatted(param.name(), property.type().spelling())
            : given != null && TypeRules.isNumber(given) && TypeRules.isNumber(property.type())
                ? "`round(…)` makes an integer of it."
                : null);
  }

  /** What has no type that somebody declared for it: whether it fits shows when it is there. */
  private static boolean isComputed(Expr value) {
    return !(value instanceof Expr.Param || value instanceof Expr.Literal);
  }

  private static String describe(Expr value) {
    boolean nullable =
        value.type() instanceof ValueType.Value(var type, var mayBeNull) && mayBeNull;
    return TypeRules.describe(value.type()) + (nullable ? "?" : "");
  }
}

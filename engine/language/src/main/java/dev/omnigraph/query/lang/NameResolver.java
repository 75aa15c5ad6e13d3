package dev.omnigraph.query.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.Syntax.Name;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What names mean at one place of a query. Each method reports and returns null when nothing. */
interface NameResolver {

  /** {@code $x} that is no parameter. */
  @Nullable Expr variable(Syntax.Var variable);

  /** {@code $x.name}. */
  @Nullable Expr member(Syntax.Member member);

  /** A bare name. */
  @Nullable Expr bare(Syntax.Bare bare);

  /**
   * The column that an expression is written as, or has for its alias; null where there is none.
   */
  default @Nullable Expr returned(Syntax.Expr expr) {
    return null;
  }

  /** A pattern whose rows are summed up for the row at hand. */
  @Nullable Expr block(Syntax.Block block);

  /** What names mean in the argument of an aggregate; null where no aggregate may stand. */
  default @Nullable NameResolver aggregated() {
    return null;
  }

  /** Whether all rows of the query are there, each with its variables, so that they have ranks. */
  default boolean ranksRows() {
    return false;
  }

  /**
   * Whether a literal word ({@code true}, {@code false}, {@code null}) could also be meant as a
   * bare name. Schemas refuse such names of properties, but older ones have them.
   */
  default boolean isName(String literal) {
    return false;
  }

  /** The id of an entity. */
  static Expr.Meta id(Expr.Whole whole) {
    return meta(whole.variable(), Expr.Meta.Field.ID, whole.span());
  }

  /** What every entity of a kind has, or every path. */
  static Expr.Meta meta(Variable variable, Expr.Meta.Field field, Span span) {
    PropertyType type =
        switch (field) {
          case ID, SRC, DST, TYPE -> Scalar.STRING;
          case LENGTH -> Scalar.I64;
          case NODES, EDGES -> new PropertyType.ListOf(Scalar.STRING);
        };
    return new Expr.Meta(variable, field, new ValueType.Value(type, variable.optional()), span);
  }

  /**
   * A property or a column of every entity: {@code id}, and on an edge {@code src}, {@code dst}.
   */
  static @Nullable Expr member(Context context, Variable variable, Name member, Span span) {
    EntityType type = variable.type();
    if (variable.kind() == Variable.Kind.PATH) {
      context.error(
          LanguageError.UNKNOWN_PROPERTY,
          member.span(),
          "`$%s` is a path, which has no property `%s`.".formatted(variable.name(), member.text()),
          "Write `length($%1$s)`, `nodes($%1$s)` or `edges($%1$s)`.".formatted(variable.name()));
      return null;
    }
    Expr.Meta.Field field = field(type, member.text());
    if (field != null) {
      return meta(variable, field, span);
    }
    Property property = property(context, type, member, columns(type));
    if (property == null) {
      return null;
    }
    boolean nullable = property.nullable() || variable.optional();
    return new Expr.Prop(variable, property, new ValueType.Value(property.type(), nullable), span);
  }

  /**
   * @param others names that would also do here, for the help
   */
  static @Nullable Property property(
      Context context, EntityType type, Name name, List<String> others) {
    Property property = type.property(name.text()).orElse(null);
    if (property == null) {
      List<String> known = new ArrayList<>(type.properties().stream().map(Property::name).toList());
      known.addAll(others);
      context.error(
          LanguageError.UNKNOWN_PROPERTY,
          name.span(),
          "`%s` has no property `%s`.".formatted(type.name(), name.text()),
          Suggestions.help(name.text(), known, "properties of `%s`".formatted(type.name())));
    }
    return property;
  }

  private static List<String> columns(EntityType type) {
    return type instanceof EdgeType ? List.of("id", "src", "dst") : List.of("id");
  }

  /** An edge's endpoints also go by the names they have in inserts. */
  private static Expr.Meta.@Nullable Field field(EntityType type, String name) {
    boolean edge = type instanceof EdgeType;
    return switch (name) {
      case "id" -> Expr.Meta.Field.ID;
      case "src", "from" -> edge ? Expr.Meta.Field.SRC : null;
      case "dst", "to" -> edge ? Expr.Meta.Field.DST : null;
      default -> null;
    };
  }
}

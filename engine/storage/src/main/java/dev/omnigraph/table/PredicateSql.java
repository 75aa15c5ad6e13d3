package dev.omnigraph.table;

import dev.omnigraph.table.Predicate.Compare.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Predicates in the SQL of Lance's filters. SQL's three-valued logic gives what {@link Predicate}
 * promises of nulls, as long as every term on a null column is null and not false.
 */
final class PredicateSql {
  /** Longer chains are nested as a balanced tree: the planner recurses along a chain. */
  private static final int LONGEST_CHAIN = 16;

  private final Schema schema;

  private PredicateSql(Schema schema) {
    this.schema = schema;
  }

  static String render(Predicate predicate, Schema schema) {
    return new PredicateSql(schema).render(predicate);
  }

  /** That a row is at one of these addresses. */
  static String rows(List<Long> addresses) {
    return addresses.isEmpty()
        ? "false"
        : addresses.stream()
            .map(Long::toUnsignedString)
            .collect(Collectors.joining(", ", "(" + ScanRequest.ROW_ADDRESS + " IN (", "))"));
  }

  private String render(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare compare -> compare(compare);
      case Predicate.In in -> in(in.column(), in.values());
      case Predicate.IsNull isNull -> "(" + name(isNull.column()) + " IS NULL)";
      case Predicate.StartsWith starts -> startsWith(starts);
      case Predicate.ContainsText contains ->
          "contains(" + name(contains.column()) + ", " + SqlLiteral.text(contains.part()) + ")";
      case Predicate.ContainsElement contains -> containsElement(contains);
      case Predicate.And and -> join(and.terms(), " AND ", "true", this::render);
      case Predicate.Or or -> join(or.terms(), " OR ", "false", this::render);
      case Predicate.Not(Predicate.Not(Predicate term)) -> render(term);
      case Predicate.Not not -> "(NOT " + render(not.term()) + ")";
    };
  }

  private String compare(Predicate.Compare compare) {
    Field field = field(compare.column());
    String name = name(compare.column());
    if (!SqlLiteral.isNumber(field.getType())) {
      return "("
          + name
          + symbol(compare.operator())
          + SqlLiteral.of(field.getType(), compare.value())
          + ")";
    }
    return switch (NumberBound.of(field.getType(), compare.value())) {
      case NumberBound.Exact(Number value) -> exact(name, compare.operator(), field, value);
      case NumberBound.Between(Number below) ->
          switch (compare.operator()) {
            case EQ -> never(name);
            case NE -> always(name);
            case LT, LE -> exact(name, Operator.LE, field, below);
            case GT, GE -> exact(name, Operator.GT, field, below);
          };
      case NumberBound.BelowAll() ->
          switch (compare.operator()) {
            case EQ, LT, LE -> never(name);
            case NE, GT, GE -> always(name);
          };
      case NumberBound.AboveAll() ->
          switch (compare.operator()) {
            case EQ, GT, GE -> never(name);
            case NE, LT, LE -> always(name);
          };
    };
  }

  private static String exact(String name, Operator operator, Field field, Number value) {
    if (!NumberBound.isZeroOfFloats(value)) {
      return "(" + name + symbol(operator) + SqlLiteral.number(field.getType(), value) + ")";
    }
    // Lance orders -0.0 before 0.0; the two are one number.
    String plus = SqlLiteral.number(field.getType(), 0.0);
    String minus = SqlLiteral.number(field.getType(), -0.0);
    return switch (operator) {
      case EQ -> "(" + name + " = " + plus + " OR " + name + " = " + minus + ")";
      case NE -> "(" + name + " <> " + plus + " AND " + name + " <> " + minus + ")";
      case LT, GE -> "(" + name + symbol(operator) + minus + ")";
      case LE, GT -> "(" + name + symbol(operator) + plus + ")";
    };
  }

  private String in(String column, Collection<?> values) {
    Field field = field(column);
    List<String> literals = new ArrayList<>();
    for (Object value : values) {
      literals.addAll(literals(field.getType(), Objects.requireNonNull(value)));
    }
    String name = name(column);
    return literals.isEmpty()
        ? never(name)
        : "(" + name + " IN (" + String.join(", ", literals) + "))";
  }

  private String containsElement(Predicate.ContainsElement contains) {
    ArrowType element = field(contains.column()).getChildren().getFirst().getType();
    String name = name(contains.column());
    List<String> literals = literals(element, contains.element());
    return literals.isEmpty()
        ? never(name)
        : join(
            literals,
            " OR ",
            "false",
            literal -> "array_has(" + name + ", " + SqlLiteral.typed(element, literal) + ")");
  }

  /** The literals that a column of the type can equal: none, one, or the two zeros. */
  private static List<String> literals(ArrowType type, Object value) {
    if (!SqlLiteral.isNumber(type)) {
      return List.of(SqlLiteral.of(type, value));
    }
    if (!(NumberBound.of(type, value) instanceof NumberBound.Exact(Number number))) {
      return List.of();
    }
    return NumberBound.isZeroOfFloats(number)
        ? List.of(SqlLiteral.number(type, 0.0), SqlLiteral.number(type, -0.0))
        : List.of(SqlLiteral.number(type, number));
  }

  /** As a range: a BTREE answers it, and no character of the prefix has a meaning of its own. */
  private String startsWith(Predicate.StartsWith starts) {
    String name = name(starts.column());
    if (starts.prefix().isEmpty()) {
      return always(name);
    }
    String from = "(" + name + " >= " + SqlLiteral.text(starts.prefix());
    Optional<String> end = successor(starts.prefix());
    return from + end.map(e -> " AND " + name + " < " + SqlLiteral.text(e)).orElse("") + ")";
  }

  /** The least string after all that start with the prefix, in the order of UTF-8 bytes. */
  static Optional<String> successor(String prefix) {
    int[] points = prefix.codePoints().toArray();
    for (int i = points.length - 1; i >= 0; i--) {
      if (points[i] < Character.MAX_CODE_POINT) {
        int next = points[i] + 1;
        int valid = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        return Optional.of(new String(points, 0, i) + Character.toString(valid));
      }
    }
    return Optional.empty();
  }

  private static <T> String join(
      List<T> terms, String operator, String none, Function<T, String> render) {
    if (terms.isEmpty()) {
      return none;
    }
    if (terms.size() <= LONGEST_CHAIN) {
      return "(" + String.join(operator, terms.stream().map(render).toList()) + ")";
    }
    int middle = terms.size() / 2;
    return "("
        + join(terms.subList(0, middle), operator, none, render)
        + operator
        + join(terms.subList(middle, terms.size()), operator, none, render)
        + ")";
  }

  private static String never(String name) {
    return "(" + name + " IS NULL AND CAST(NULL AS BOOLEAN))";
  }

  private static String always(String name) {
    return "(" + name + " IS NOT NULL OR CAST(NULL AS BOOLEAN))";
  }

  private static String symbol(Operator operator) {
    return switch (operator) {
      case EQ -> " = ";
      case NE -> " <> ";
      case LT -> " < ";
      case GT -> " > ";
      case LE -> " <= ";
      case GE -> " >= ";
    };
  }

  private Field field(String column) {
    Field field = schema.findField(column);
    if (field == null) {
      throw LanceFailures.defect("There is no column " + column + " to filter by.");
    }
    return field;
  }

  /** Quoted, so that capitals stay and reserved words are names. */
  private String name(String column) {
    return "`" + field(column).getName().replace("`", "``") + "`";
  }
}

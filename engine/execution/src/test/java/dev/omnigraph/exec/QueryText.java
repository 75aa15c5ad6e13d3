package dev.omnigraph.exec;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType.ListOf;
import dev.omnigraph.value.TextLiteral;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** Typed queries as sources that are compiled to the same. */
@NullUnmarked
final class QueryText {
  private final Map<String, String> parameters = new TreeMap<>();

  private QueryText() {}

  static String of(TypedQuery.Read query) {
    return new QueryText().query(query);
  }

  private String query(TypedQuery.Read query) {
    List<String> columns = new ArrayList<>();
    query.columns().forEach(c -> columns.add(text(c.value()) + " as " + c.name()));
    StringBuilder body = new StringBuilder();
    body.append("  match ").append(block(query.match(), 1)).append('\n');
    body.append(query.distinct() ? "  return distinct { " : "  return { ");
    body.append(String.join(", ", columns)).append(" }\n");
    if (query.having() != null) {
      body.append("  having { ").append(text(query.having())).append(" }\n");
    }
    if (!query.order().isEmpty()) {
      body.append("  order { ");
      body.append(
          query.order().stream()
              .map(key -> text(key.value()) + (key.descending() ? " desc" : ""))
              .collect(Collectors.joining(", ")));
      body.append(" }\n");
    }
    if (query.limit() != null || query.offset() != null) {
      body.append("  limit ").append(query.limit() == null ? "1000000" : count(query.limit()));
      body.append(query.offset() == null ? "" : " offset " + count(query.offset())).append('\n');
    }
    String head =
        parameters.entrySet().stream()
            .map(parameter -> "$" + parameter.getKey() + ": " + parameter.getValue())
            .collect(Collectors.joining(", "));
    return "query q(" + head + ") {\n" + body + "}\n";
  }

  /** A parameter that says how many is never null. */
  private String count(Expr expr) {
    String text = text(expr);
    if (expr instanceof Expr.Param param) {
      parameters.put(param.name(), Ir.type(param).spelling());
    }
    return text;
  }

  private String block(List<Clause> clauses, int depth) {
    String indent = "  ".repeat(depth);
    return clauses.stream()
        .map(clause -> indent + "  " + clause(clause, depth + 1) + "\n")
        .collect(Collectors.joining("", "{\n", indent + "}"));
  }

  private String clause(Clause clause, int depth) {
    return switch (clause) {
      case Clause.Bind bind -> named(bind.node()) + ": " + bind.node().type().name();
      case Clause.Traverse traverse -> traversal(traverse);
      case Clause.Where where -> text(where.condition()) + ",";
      case Clause.Not not -> "not " + block(not.clauses(), depth);
      case Clause.Optionally optional -> "optional " + block(optional.clauses(), depth);
    };
  }

  /**
   * Between equal types an edge is followed as it is written, and otherwise as the types have it.
   */
  private static String traversal(Clause.Traverse traverse) {
    Direction direction = traverse.edges().getFirst().direction();
    boolean loops =
        traverse.edges().size() > 1
            || traverse
                .edges()
                .getFirst()
                .type()
                .source()
                .equals(traverse.edges().getFirst().type().target());
    boolean turned = loops && direction == Direction.IN;
    String name =
        traverse.edges().stream()
            .map(edge -> edge.type().name().toLowerCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining("|"));
    if (name.contains("|")) {
      name = "(" + name + ")";
    }
    String hops =
        traverse.max() == 1 && !traverse.hasPath()
            ? ""
            : "{%d,%d}".formatted(traverse.min(), traverse.max());
    Variable along = traverse.along();
    return "%s %s%s%s %s"
        .formatted(
            named(turned ? traverse.to() : traverse.from()),
            along == null ? "" : named(along) + ":",
            direction == Direction.BOTH ? "<" + name + ">" : name,
            hops,
            named(turned ? traverse.from() : traverse.to()));
  }

  private static String named(Variable variable) {
    return "$" + variable.name();
  }

  private String text(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal(literal.value());
      case Expr.Param param -> {
        parameters.putIfAbsent(param.name(), Ir.type(param).spelling() + "?");
        yield "$" + param.name();
      }
      case Expr.Now now -> "now()";
      case Expr.Prop prop -> named(prop.variable()) + "." + prop.property().name();
      case Expr.Meta meta ->
          switch (meta.field()) {
            case ID, SRC, DST -> named(meta.variable()) + "." + lower(meta.field());
            case TYPE, LENGTH, NODES, EDGES ->
                lower(meta.field()) + "(" + named(meta.variable()) + ")";
          };
      case Expr.Whole whole -> named(whole.variable());
      case Expr.Compare compare -> {
        String operator =
            switch (compare.op()) {
              case EQ -> "=";
              case NE -> "!=";
              case LT -> "<";
              case GT -> ">";
              case LE -> "<=";
              case GE -> ">=";
            };
        yield between(operator, compare.left(), compare.right());
      }
      case Expr.Contains(var subject, var part, var type, var span)
          when !(subject instanceof Expr.Param) && Ir.type(subject) instanceof ListOf ->
          between("in", part, subject);
      case Expr.Contains contains -> between("contains", contains.subject(), contains.part());
      case Expr.StartsWith starts -> between("starts_with", starts.subject(), starts.prefix());
      case Expr.IsNull isNull -> part(isNull.value()) + " is null";
      case Expr.Not not -> "not " + part(not.term());
      case Expr.And and -> joined(" and ", and.terms());
      case Expr.Or or -> joined(" or ", or.terms());
      case Expr.Arithmetic arithmetic -> {
        String operator =
            switch (arithmetic.op()) {
              case ADD -> "+";
              case SUBTRACT -> "-";
              case MULTIPLY -> "*";
              case DIVIDE -> "/";
              case REMAINDER -> "%";
            };
        yield between(operator, arithmetic.left(), arithmetic.right());
      }
      case Expr.Shift shift ->
          "%s %s duration(%s)"
              .formatted(part(shift.time()), shift.back() ? "-" : "+", text(shift.duration()));
      case Expr.Call call -> call(lower(call.function()), false, call.arguments());
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Block block ->
          (block.aggregate() != null
                  ? aggregate(block.aggregate())
                  : block.function() == null ? "exists" : "count")
              + block.clauses().stream()
                  .map(clause -> clause(clause, 0).replaceAll("\\s+", " "))
                  .collect(Collectors.joining("  ", " { ", " }"));
      case Expr.Search search -> throw new IllegalArgumentException("Not asked: " + search);
      case Expr.Fusion fusion -> throw new IllegalArgumentException("Not asked: " + fusion);
    };
  }

  private String aggregate(Expr.Aggregate aggregate) {
    return call(lower(aggregate.function()), aggregate.distinct(), List.of(aggregate.argument()));
  }

  private String call(String function, boolean distinct, List<Expr> arguments) {
    return arguments.stream()
        .map(this::text)
        .collect(Collectors.joining(", ", function + (distinct ? "(distinct " : "("), ")"));
  }

  private String between(String operator, Expr left, Expr right) {
    return part(left) + " " + operator + " " + part(right);
  }

  private String joined(String word, List<Expr> terms) {
    return terms.stream().map(this::part).collect(Collectors.joining(word));
  }

  /** What has parts stands in parentheses inside of another. */
  private String part(Expr expr) {
    boolean single = expr.parts().isEmpty() || expr instanceof Expr.Call;
    return single || expr instanceof Expr.Aggregate ? text(expr) : "(" + text(expr) + ")";
  }

  static String literal(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> TextLiteral.quote(text);
      case LocalDate date -> "date(\"" + date + "\")";
      case Instant time -> "datetime(\"" + time + "\")";
      case List<?> list ->
          list.stream().map(QueryText::literal).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}

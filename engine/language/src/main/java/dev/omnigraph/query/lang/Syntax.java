package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Span;
import dev.omnigraph.value.PropertyType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a {@code .gq} source: what was written, with no name resolved. */
final class Syntax {
  private Syntax() {}

  /** A name as written; a variable's without {@code $}. */
  record Name(String text, Span span) {}

  /**
   * @param description of the annotation, or null
   */
  record Query(
      Name name, @Nullable String description, List<Param> parameters, Body body, Span span) {}

  record Param(Name name, PropertyType type, boolean nullable) {}

  /** What a query does. */
  sealed interface Body {}

  /**
   * @param having null when there is none, and so the others
   */
  record Read(
      List<Clause> match,
      boolean distinct,
      List<Column> columns,
      @Nullable Expr having,
      List<Order> order,
      @Nullable Expr limit,
      @Nullable Expr offset)
      implements Body {}

  record Write(List<Statement> statements) implements Body {}

  record Column(Expr value, @Nullable Name alias, Span span) {}

  record Order(Expr value, boolean descending, Span span) {}

  /** A part of a match. */
  sealed interface Clause {
    Span span();
  }

  /** {@code $p: Person { kind: "employee" }}. */
  record Bind(Name variable, Name type, List<Assignment> inline, Span span) implements Clause {}

  /**
   * {@code $a $w:knows $b}, {@code $a $p:(knows|likes){1,3} $b}, {@code $a <knows> $b}.
   *
   * @param along the variable of the edge, or with bounds of the path
   * @param bounds null when none are written
   */
  record Traverse(
      Name from,
      @Nullable Name along,
      Edges edges,
      boolean undirected,
      @Nullable Bounds bounds,
      Name to,
      Span span)
      implements Clause {
    int min() {
      return bounds == null ? 1 : bounds.min;
    }

    int max() {
      return bounds == null ? 1 : bounds.max;
    }

    boolean hasPath() {
      return along != null && bounds != null;
    }
  }

  /**
   * The edges of a traversal.
   *
   * @param names none for any edge
   */
  record Edges(List<Name> names, Span span) {
    boolean areAny() {
      return names.isEmpty();
    }

    String text() {
      String text = names.stream().map(Name::text).collect(Collectors.joining("|"));
      return areAny() ? "*" : names.size() == 1 ? text : "(" + text + ")";
    }
  }

  record Bounds(int min, int max, Span span) {}

  record Filter(Expr condition, Span span) implements Clause {}

  record Not(List<Clause> clauses, Span span) implements Clause {}

  record Optionally(List<Clause> clauses, Span span) implements Clause {}

  /** {@code name: value}. */
  record Assignment(Name name, Expr value) {}

  /** A part of a mutation. */
  sealed interface Statement {
    Span span();
  }

  record Insert(Name type, List<Assignment> assignments, Span span) implements Statement {}

  record Update(Name type, List<Assignment> assignments, Expr condition, Span span)
      implements Statement {}

  record Delete(Name type, Expr condition, Span span) implements Statement {}

  /** An expression. */
  sealed interface Expr {
    Span span();

    /** The expressions that it is written of directly. */
    default List<Expr> parts() {
      return switch (this) {
        case Constant constant -> List.of();
        case NumberText number -> List.of();
        case ListText list -> list.elements;
        case Var var -> List.of();
        case Member member -> List.of();
        case Bare bare -> List.of();
        case Call call -> call.arguments;
        case Block block -> List.of();
        case Comparison comparison -> List.of(comparison.left, comparison.right);
        case NullTest test -> List.of(test.value);
        case Operation operation -> List.of(operation.left, operation.right);
        case Minus minus -> List.of(minus.value);
        case Negation negation -> List.of(negation.term);
        case Both both -> both.terms;
        case Either either -> either.terms;
      };
    }
  }

  /** A string, a boolean or null. */
  record Constant(@Nullable Object value, Span span) implements Expr {}

  /**
   * @param text with its sign
   * @param decimal whether it has a point or an exponent
   */
  record NumberText(String text, boolean decimal, Span span) implements Expr {}

  record ListText(List<Expr> elements, Span span) implements Expr {}

  /** {@code $x}: a parameter or a bound entity. */
  record Var(String name, Span span) implements Expr {}

  /** {@code $x.name}; {@code $.name}, of the row that is updated, has a variable without a name. */
  record Member(Name variable, Name member, Span span) implements Expr {}

  /** A bare name: a property in {@code where}, a column in {@code order}. */
  record Bare(String name, Span span) implements Expr {}

  /**
   * Functions, aggregates, searches.
   *
   * @param distinct whether the word stands before the arguments
   */
  record Call(Name function, boolean distinct, List<Expr> arguments, Span span) implements Expr {}

  /**
   * {@code exists { … }}, {@code count { … }}, {@code sum($e.x) { … }}.
   *
   * @param call the function and its arguments; none where there are no parentheses
   */
  record Block(Call call, List<Clause> clauses, Span span) implements Expr {}

  /**
   * @param operator as written: {@code = != < > <= >= contains starts_with in}
   */
  record Comparison(Expr left, Name operator, Expr right, Span span) implements Expr {}

  /** {@code x is null}, {@code x is not null}. */
  record NullTest(Expr value, boolean negated, Span span) implements Expr {}

  /**
   * @param operator as written: {@code + - * / %}
   */
  record Operation(Expr left, Name operator, Expr right, Span span) implements Expr {}

  /** {@code -x} of what is no number as written. */
  record Minus(Expr value, Span span) implements Expr {}

  /** {@code not x}. */
  record Negation(Expr term, Span span) implements Expr {}

  record Both(List<Expr> terms, Span span) implements Expr {}

  record Either(List<Expr> terms, Span span) implements Expr {}
}

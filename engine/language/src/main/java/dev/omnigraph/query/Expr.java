package dev.omnigraph.query;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed expression. Null follows three-valued logic collapsed to "matches nothing": a comparison
 * with null is false, and so is its negation.
 */
public sealed interface Expr {
  ValueType type();

  Span span();

  /**
   * A constant in Java form: String, Boolean, Integer (I32), Long (I64, U32), BigInteger (U64),
   * Float, Double, LocalDate, Instant (to the millisecond), float[] (Vector), List, byte[], or
   * null.
   */
  record Literal(@Nullable Object value, ValueType type, Span span) implements Expr {}

  /** A declared parameter. */
  record Param(String name, ValueType type, Span span) implements Expr {}

  /** The time of the operation, the same wherever it appears in it; a DateTime. */
  record Now(ValueType type, Span span) implements Expr {}

  /** A declared property of a bound entity. */
  record Prop(Variable variable, Property property, ValueType type, Span span) implements Expr {}

  /** {@code $x.id}, and on an edge {@code $e.src} and {@code $e.dst}. */
  record Meta(Variable variable, Field field, ValueType type, Span span) implements Expr {
    /** Columns that every table of the kind has. */
    public enum Field {
      ID,
      SRC,
      DST
    }
  }

  /** A bound entity as a whole. */
  record Whole(Variable variable, ValueType type, Span span) implements Expr {}

  /** Both sides have the same type after the checker's widening of numbers. */
  record Compare(Op op, Expr left, Expr right, ValueType type, Span span) implements Expr {
    /** Comparison operators. */
    public enum Op {
      EQ,
      NE,
      LT,
      GT,
      LE,
      GE
    }
  }

  /** {@code contains} on a string (substring) or on a list (membership), exact, case-sensitive. */
  record Contains(Expr subject, Expr part, ValueType type, Span span) implements Expr {}

  /** {@code starts_with} on a string, exact, case-sensitive. */
  record StartsWith(Expr subject, Expr prefix, ValueType type, Span span) implements Expr {}

  record And(List<Expr> terms, ValueType type, Span span) implements Expr {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<Expr> terms, ValueType type, Span span) implements Expr {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /**
   * An aggregate; only in projections and, by alias, in orders.
   *
   * @param argument a {@link Whole}, {@link Prop} or {@link Meta}; count counts non-null
   */
  record Aggregate(Function function, Expr argument, ValueType type, Span span) implements Expr {
    /** sum and avg are F64; min and max have the argument's type. */
    public enum Function {
      COUNT,
      SUM,
      AVG,
      MIN,
      MAX
    }
  }

  /** A search function: {@code search, fuzzy, match_text, bm25, nearest, rrf}. */
  record Search(Function function, List<Expr> arguments, ValueType type, Span span)
      implements Expr {
    public Search {
      arguments = List.copyOf(arguments);
    }

    /** The first three filter, the others score. */
    public enum Function {
      SEARCH,
      FUZZY,
      MATCH_TEXT,
      BM25,
      NEAREST,
      RRF
    }
  }
}

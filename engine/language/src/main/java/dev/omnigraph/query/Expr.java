package dev.omnigraph.query;

import dev.omnigraph.lang.Span;
import dev.omnigraph.schema.Property;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed expression, with one meaning wherever it stands. Conditions are expressions of type Bool.
 *
 * <p>Null follows three-valued logic: what is computed from null is null unless it says otherwise,
 * {@code false and null} is false, {@code true or null} is true, and a condition that is null does
 * not hold. What a row does not reach is not computed: {@code and} and {@code or} end at the first
 * term that decides, and so does {@code coalesce} at its first value, so that what stands before
 * may guard what stands after it.
 */
public sealed interface Expr {
  ValueType type();

  Span span();

  /** Whether a part of it is an aggregate, so that it has a value for each group of rows. */
  default boolean hasAggregate() {
    return this instanceof Aggregate || parts().stream().anyMatch(Expr::hasAggregate);
  }

  /** Whether a part of it is a block, for which there is more to find than the row. */
  default boolean hasBlock() {
    return this instanceof Block || parts().stream().anyMatch(Expr::hasBlock);
  }

  /** The expressions of the same row that it is computed of directly; a block has none. */
  default List<Expr> parts() {
    return switch (this) {
      case Literal literal -> List.of();
      case Param param -> List.of();
      case Now now -> List.of();
      case Prop prop -> List.of();
      case Meta meta -> List.of();
      case Whole whole -> List.of();
      case Compare compare -> List.of(compare.left, compare.right);
      case Contains contains -> List.of(contains.subject, contains.part);
      case StartsWith starts -> List.of(starts.subject, starts.prefix);
      case IsNull isNull -> List.of(isNull.value);
      case Not not -> List.of(not.term);
      case And and -> and.terms;
      case Or or -> or.terms;
      case Arithmetic arithmetic -> List.of(arithmetic.left, arithmetic.right);
      case Shift shift -> List.of(shift.time, shift.duration);
      case Call call -> call.arguments;
      case Aggregate aggregate -> List.of(aggregate.argument);
      case Block block -> List.of();
      case Search search -> parts(search);
      case Fusion fusion -> parts(fusion);
    };
  }

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

  /**
   * {@code $x.id} and {@code type($x)}, on an edge {@code $e.src} and {@code $e.dst}, and on a path
   * {@code length($p)}, {@code nodes($p)} and {@code edges($p)}.
   */
  record Meta(Variable variable, Field field, ValueType type, Span span) implements Expr {
    /** What every entity of the kind has. */
    public enum Field {
      /** Of entities: a String. */
      ID,
      /** Of edges: the id of the node that it leads from. */
      SRC,
      /** Of edges: the id of the node that it leads to. */
      DST,
      /** Of entities: the name of the type, a String. */
      TYPE,
      /** Of paths: the number of its edges, I64. */
      LENGTH,
      /** Of paths: the ids of its nodes from the first to the last, a list of one String more. */
      NODES,
      /** Of paths: the ids of its edges in order, a list of Strings. */
      EDGES
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

  /**
   * {@code contains} on a string (substring) or on a list (membership), exact, case-sensitive;
   * {@code x in list} is the list that contains x.
   */
  record Contains(Expr subject, Expr part, ValueType type, Span span) implements Expr {}

  /** Whether there is no value; itself never null. The value may be of any type. */
  record IsNull(Expr value, ValueType type, Span span) implements Expr {}

  /** True where the term is false, false where it is true, null where it is null. */
  record Not(Expr term, ValueType type, Span span) implements Expr {}

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
   * A computation with numbers, or the text of two texts one after the other (ADD of Strings). The
   * type says how: I64 where all numbers are integers, U64 where one of them is U64, F64 where one
   * is a float. A result that the type does not hold is an error, and so is a division by zero.
   * DIVIDE always is F64. REMAINDER has the sign of its left side.
   */
  record Arithmetic(Op op, Expr left, Expr right, ValueType type, Span span) implements Expr {
    /** What is computed. */
    public enum Op {
      ADD,
      SUBTRACT,
      MULTIPLY,
      DIVIDE,
      REMAINDER
    }
  }

  /**
   * A Date or DateTime some time later or earlier, in UTC. Calendar units are those of the
   * calendar: a month after January 31 is the last day of February.
   *
   * @param time of the type of the result
   * @param duration a String, in ISO 8601: {@code P1Y2M3W4D} for a Date, and {@code PT5H6M7.5S} or
   *     both for a DateTime
   */
  record Shift(Expr time, boolean back, Expr duration, ValueType type, Span span) implements Expr {}

  /** A call of a function that computes one value from the values of its arguments. */
  record Call(Function function, List<Expr> arguments, ValueType type, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    /** Null for a null argument, but for {@link #COALESCE}. */
    public enum Function {
      /** The first argument that is not null; all are of one type, or numbers, or texts. */
      COALESCE,
      /** Of a String, by the rules of no language. */
      LOWER,
      UPPER,
      /** A String without white space at its ends. */
      TRIM,
      /** Code points of a String, elements of a list or a vector: I64. */
      SIZE,
      /** Of a number: I64 or U64 of an integer, F64 of a float. */
      ABS,
      /** A number to the nearest integer, halves away from zero: I64. */
      ROUND,
      /** The greatest integer not above a number: I64. */
      FLOOR,
      /** The least integer not below a number: I64. */
      CEIL,
      /** Of a Date, or of a DateTime in UTC: I64. */
      YEAR,
      MONTH,
      DAY,
      /** Of two or more values that can be ordered: the type is as in {@link #COALESCE}. */
      LEAST,
      GREATEST,
      /** A value of one piece as text: numbers in the fewest digits, times in ISO 8601. */
      STRING,
      /** A number cut off to an integer, or the one that a String spells, else null: I64. */
      INT,
      /** A number, or the one that a String spells, else null: F64. */
      FLOAT,
      /** The day of a DateTime in UTC, or the one that a String spells, else null. */
      DATE,
      /** The first moment of a Date in UTC, or the one that a String spells, else null. */
      DATETIME
    }
  }

  /**
   * An aggregate of the rows of a group, where they are projected, filtered as groups, and ordered.
   * Rows in which the argument is null are passed over.
   *
   * @param distinct whether equal values count once
   * @param argument any expression without an aggregate, or a {@link Whole} to count or collect
   *     entities
   */
  record Aggregate(Function function, boolean distinct, Expr argument, ValueType type, Span span)
      implements Expr {
    /** What is computed of the values of a group. */
    public enum Function {
      /** I64. */
      COUNT,
      /** F64, null of no values. */
      SUM,
      AVG,
      /** Of the argument's type, null of no values. */
      MIN,
      MAX,
      /** The list of the values in the total order of their rows, empty of no values. */
      COLLECT
    }
  }

  /**
   * What a pattern comes to for the row around it: its own variables stay inside, and it has the
   * rows that a {@link Clause.Not} of the same clauses would look for.
   *
   * @param function null for whether there is any row at all, a Bool; COUNT counts rows where there
   *     is no argument
   * @param distinct whether equal values count once
   * @param argument of each row of the pattern, as in {@link Aggregate}
   * @param own the slot from which on variables are its own; all others are of the row around it
   */
  record Block(
      Aggregate.@Nullable Function function,
      boolean distinct,
      @Nullable Expr argument,
      List<Clause> clauses,
      int own,
      ValueType type,
      Span span)
      implements Expr {
    public Block {
      clauses = List.copyOf(clauses);
    }

    /** What it computes of its rows; null where that is how many there are, or whether any. */
    public @Nullable Aggregate aggregate() {
      return function == null || argument == null
          ? null
          : new Aggregate(function, distinct, argument, type, span);
    }
  }

  /**
   * What a search finds in an entity: a value of the entity, as a property is one, which depends on
   * the other entities of its type too.
   *
   * @param properties all of one variable, which is of one type; one Vector for NEAREST, one String
   *     for SNIPPET, and else one String or more
   * @param query what is sought: a literal or a parameter, never null; a String, and for NEAREST a
   *     Vector, or a String where the property has an {@link Property#embedding}
   * @param edits of FUZZY, where it says how many: a literal or a parameter, an I32
   */
  record Search(
      Function function,
      List<Prop> properties,
      Expr query,
      @Nullable Expr edits,
      ValueType type,
      Span span)
      implements Expr {
    public Search {
      properties = List.copyOf(properties);
    }

    /** Whose value it is. */
    public Variable variable() {
      return properties.getFirst().variable;
    }

    /** Null where none of the properties has a value. */
    public enum Function {
      /** Whether a text has a term of those that are sought: a Bool. */
      SEARCH,
      /** Whether a text has all terms as they stand in what is sought: a Bool. */
      MATCH_TEXT,
      /** Whether a text has a term that is a few edits from one that is sought: a Bool. */
      FUZZY,
      /** What the terms that are sought are worth in the texts together, from 0: F64. */
      BM25,
      /** The distance to what is sought: F64, null where a vector has none. */
      NEAREST,
      /** The part of the text that has the most of what is sought: a String. */
      SNIPPET
    }
  }

  /**
   * {@code rrf}: the sum of 1 / (k + rank + 1) over the rankings that have the row's entity; never
   * null. The ranks are those among all rows of the match, before they are grouped or made
   * distinct, so it stands in what is returned and ordered by, and never in patterns or aggregates.
   *
   * @param rankings of BM25, the greatest first, or NEAREST, the least first; two or more
   * @param k a literal or a parameter, an I32, from 1
   */
  record Fusion(List<Search> rankings, Expr k, ValueType type, Span span) implements Expr {
    public Fusion {
      rankings = List.copyOf(rankings);
    }
  }

  private static List<Expr> parts(Search search) {
    List<Expr> parts = new ArrayList<>(search.properties);
    parts.add(search.query);
    if (search.edits != null) {
      parts.add(search.edits);
    }
    return parts;
  }

  private static List<Expr> parts(Fusion fusion) {
    List<Expr> parts = new ArrayList<>(fusion.rankings);
    parts.add(fusion.k);
    return parts;
  }
}

package dev.omnigraph.query;

import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** What is wrong with a query, with the arguments it is given, or with what it is asked to do. */
public enum QueryError implements ErrorCode {
  // Which query, and its arguments
  QUERY_NOT_NAMED("The source does not have exactly one query, and the request does not name one."),
  QUERY_NOT_FOUND(ErrorKind.NOT_FOUND, "The source has no query of that name.", null),
  DUPLICATE_QUERY("Two queries of one source have the same name."),
  MISSING_ARGUMENT("A parameter that is not optional is given no value."),
  NULL_ARGUMENT("A parameter that is not optional is given null."),
  UNKNOWN_ARGUMENT("A value is given for a parameter that the query does not have."),
  ANONYMOUS_PARAMETER("A parameter is called `$_`, or has no name."),
  DUPLICATE_PARAMETER("A query declares a parameter twice."),

  // Patterns
  EMPTY_MATCH("A query that reads binds no variable.", "Bind one, as in `match { $p: Person }`."),
  UNKNOWN_EDGE("A traversal names something that is not an edge type."),
  UNDIRECTED_ENDPOINTS(
      "A traversal without a direction names an edge between two different node types."),
  ENDPOINT_MISMATCH(
      "A variable at the end of a traversal is of another type than the edge leads to."),
  UNBOUNDED_TRAVERSAL("A traversal does not say how many hops it has at most."),
  HOP_BOUNDS("The numbers of hops of a traversal are in the wrong order, zero or too large."),
  HOP_TYPES(
      "A traversal of several hops names an edge that leads to another type, so there is no second hop."),
  AMBIGUOUS_END(
      "A traversal along several edge types leads to nodes of several types, and nothing says which are meant.",
      "Bind the variable with its type, as in `$x: Person`."),
  DETACHED_NOT(
      "A `not { }` uses no variable from outside, so it would keep all rows or none.",
      "Start it from a variable of the match, as in `not { $p worksAt $_ }`."),
  DETACHED_OPTIONAL(
      "An `optional { }` uses no variable from outside.",
      "Start it from a variable of the match, as in `optional { $p worksAt $c }`."),

  DETACHED_BLOCK(
      "An `exists { }` or `count { }` uses no variable from outside.",
      "Start it from a variable of the match, as in `count { $p knows $_ }`."),
  BLOCK_POSITION(
      "A pattern stands in an insert, which has no entity that it could start from.",
      "Insert first, and update in a query of its own."),
  BLOCK_OF_WRITTEN(
      "A pattern looks at a type that an earlier statement of the same query writes.",
      "Put the statement first, or into a query of its own."),

  // Variables and names
  DUPLICATE_VARIABLE("A variable is bound twice."),
  NAME_CONFLICT(
      "A variable has the name of a parameter.", "Choose another name for one of the two."),
  UNKNOWN_VARIABLE("There is no variable or parameter of that name at this place."),
  ANONYMOUS_VARIABLE(
      "`$_` is used as a value, and nothing can refer to it.", "Give it a name, as in `$x`."),
  OPTIONAL_VARIABLE(
      "A variable that is bound inside `optional { }` is used outside of it.",
      "Move this into the `optional { }`, or bind the variable outside of it."),
  PARAMETER_MEMBER("A parameter is followed by the name of a property."),
  BARE_NAME("A name without a variable stands where a value is needed."),
  AMBIGUOUS_NAME("`true`, `false` or `null` may be the literal or a property of that name."),

  // Values and conditions
  NOT_A_CONDITION(
      "A value stands where a condition is needed.", "Compare it with something, as in `… = …`."),
  BAD_OPERATOR("A word or symbol is not an operator of the language."),
  TYPE_MISMATCH("A value is of another type than what it is compared with or stored in."),
  NOT_COMPARABLE("Two values are compared that are never equal, or whose type has no equality."),
  NO_ORDER("Values are put in order whose type has no order."),
  NULL_COMPARISON("Something is compared with null, which matches nothing."),
  CHAINED_COMPARISON(
      "A comparison is compared with something.", "Join two comparisons, as in `a < b and b < c`."),
  CONTAINS_TYPES("`contains` or `in` is used with types that it does not compare."),
  STARTS_WITH_TYPES("`starts_with` is used with something other than Strings."),
  UNTYPED_LIST(
      "A list has no elements and nothing else says its type.",
      "Pass it as a parameter, as in `$x: [String]`."),
  ARITHMETIC_TYPES("Something is computed with values that are not numbers, texts or times."),
  DIVISION_BY_ZERO(
      "An expression divides by zero.", "Keep zeros from it, as in `$x.n != 0 and 1 / $x.n > 2`."),
  UNKNOWN_FUNCTION("There is no function of that name."),
  CALL_ARGUMENTS("A function has other arguments than it takes."),

  // Search
  SEARCH_POSITION(
      "A search function is used in a query that writes.",
      "Filter with `contains` or `starts_with`."),
  RRF_POSITION(
      "`rrf` stands in a pattern or in an aggregate, or in an order of groups or distinct rows that do not have it.",
      "Return it, and use what is returned."),
  SEARCH_PROPERTY(
      "A search function is used on something other than String properties of one entity."),
  NEAREST_PROPERTY("`nearest` is used on something other than a Vector property."),
  NEAREST_ARGUMENT(
      "`nearest` looks for something other than a vector of the same dimension, or for a text that nothing embeds."),

  // What is returned
  EMPTY_RETURN("A query returns no columns."),
  DUPLICATE_COLUMN("Two columns have the same name.", "Name one of them with `as`."),
  AGGREGATE_POSITION(
      "An aggregate stands in a match, in a statement or in another aggregate.",
      "Return it, and filter groups by it in `having`."),
  HAVING_WITHOUT_GROUPS(
      "A query without an aggregate has a `having`.", "Filter rows in the `match`."),
  AGGREGATE_TYPE("An aggregate is of values that it cannot sum up."),
  UNKNOWN_COLUMN("`order` or `having` names a column that is not returned."),
  ORDER_NOT_RETURNED(
      "With `distinct` or an aggregate, something behind the match uses a value that is not returned.",
      "Add it to `return`."),
  LIMIT_TYPE(
      "A `limit` or an `offset` is something other than a whole number or a parameter of an integer type."),
  ZERO_VECTOR(
      "`nearest` looks for a vector of zeros under cosine, which has no direction.",
      "Give a vector that is not zero, or index the property by another metric."),
  LIMIT_REQUIRED(
      "A query that is ordered by `nearest` or `rrf` has no `limit`.",
      "Add one, as in `limit 10`."),
  INVALID_LIMIT(
      "A limit or an offset that a request gives is not a number in the range that is allowed."),

  // Statements
  EMPTY_QUERY(
      "A query neither reads nor writes anything.",
      "A query has a `match` and a `return`, or statements that insert, update or delete."),
  MIXED_MUTATION(
      "A query deletes, and also inserts or updates.", "Move the deletes to a query of their own."),
  ASSIGNED_VALUE(
      "A statement stores a property of an entity that it does not have.",
      "An insert stores what is computed from parameters; an update also `$.name`, a property of the entity it updates."),
  DUPLICATE_ASSIGNMENT("A statement gives a property twice."),
  MISSING_PROPERTY(
      "An insert does not give a property that always has a value, or an end of an edge."),
  ID_ASSIGNMENT("An insert gives the id of an entity whose id is made of its key."),
  ID_VALUE("The id that an insert gives is not a String, or may be null."),
  ENDPOINT_VALUE("The end of an edge that an insert gives is not a String, or may be null."),
  EMPTY_SET("An update sets nothing."),
  EDGE_UPDATE(
      "An update is of edges whose type has no key.",
      "Delete the edge and insert it again, or give the type a `@key(src, dst)`."),
  KEY_IMMUTABLE(
      "An update sets a part of what identifies the entity: its id, its key or an end of an edge.",
      "Delete the entity and insert another.");

  private final Entry entry;

  QueryError(String meaning) {
    this(meaning, null);
  }

  QueryError(String meaning, @Nullable String nextStep) {
    this(ErrorKind.INVALID, meaning, nextStep);
  }

  QueryError(ErrorKind kind, String meaning, @Nullable String nextStep) {
    entry = new Entry(kind, meaning, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}

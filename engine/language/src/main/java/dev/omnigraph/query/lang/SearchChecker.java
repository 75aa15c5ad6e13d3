package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Search.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Search functions: what they find in an entity, and {@code rrf}, which joins their rankings. */
final class SearchChecker {
  private static final String FUSION = "rrf";
  private static final int K = 60;
  private static final int MOST_EDITS = 2;

  /** As queries write them. */
  static final Set<String> NAMES =
      Stream.concat(
              Arrays.stream(Function.values()).map(f -> f.name().toLowerCase(Locale.ROOT)),
              Stream.of(FUSION))
          .collect(Collectors.toUnmodifiableSet());

  private final Context context;
  private final ExprChecker values;

  SearchChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  @Nullable Expr call(Syntax.Call call) {
    if (!context.reads()) {
      context.error(
          QueryError.SEARCH_POSITION, call.span(), "Search functions are for queries that read.");
      return null;
    }
    String name = call.function().text();
    if (name.equals(FUSION)) {
      return fusion(call);
    }
    Function function = Function.valueOf(name.toUpperCase(Locale.ROOT));
    return function == Function.NEAREST ? nearest(call) : ofTexts(call, function);
  }

  private @Nullable Expr ofTexts(Syntax.Call call, Function function) {
    String name = call.function().text();
    int arguments = call.arguments().size();
    boolean edits = function == Function.FUZZY && arguments == 3;
    if (arguments != 2 && !edits) {
      usage(
          call,
          function == Function.FUZZY
              ? "`fuzzy` takes a property, a text and, if wanted, a number of edits."
              : "`%s` takes a property and a text.".formatted(name));
      return null;
    }
    List<Expr.Prop> properties = texts(call, function);
    Expr query = constant(call.arguments().get(1), Scalar.STRING, "the text of `" + name + "`");
    Expr most = edits ? whole(call.arguments().get(2), "the number of edits", 0, MOST_EDITS) : null;
    return properties == null || query == null || edits && most == null
        ? null
        : new Expr.Search(
            function, properties, query, most, type(function, properties), call.span());
  }

  /** Null only where all properties are. */
  private static ValueType type(Function function, List<Expr.Prop> properties) {
    boolean nullable = properties.stream().allMatch(p -> TypeRules.isNullable(p.type()));
    Scalar type =
        switch (function) {
          case SEARCH, MATCH_TEXT, FUZZY -> Scalar.BOOL;
          case BM25, NEAREST -> Scalar.F64;
          case SNIPPET -> Scalar.STRING;
        };
    return new ValueType.Value(type, nullable);
  }

  /** A property, or a list of properties of one variable. */
  private @Nullable List<Expr.Prop> texts(Syntax.Call call, Function function) {
    Syntax.Expr argument = call.arguments().getFirst();
    List<Syntax.Expr> written =
        argument instanceof Syntax.ListText list && function != Function.SNIPPET
            ? list.elements()
            : List.of(argument);
    List<Expr.Prop> properties = new ArrayList<>();
    Set<Variable> variables = new HashSet<>();
    for (Syntax.Expr one : written) {
      Expr.Prop property = property(call, one, Scalar.STRING);
      if (property == null) {
        return null;
      }
      properties.add(property);
      variables.add(property.variable());
    }
    if (variables.size() != 1) {
      context.error(
          QueryError.SEARCH_PROPERTY,
          argument.span(),
          properties.isEmpty()
              ? "`%s` searches one property or more; this is an empty list."
                  .formatted(call.function().text())
              : "`%s` searches properties of one entity; these are of several variables."
                  .formatted(call.function().text()),
          properties.isEmpty() ? null : "Search each in a call of its own.");
      return null;
    }
    return properties;
  }

  /**
   * A property of an entity of one type.
   *
   * @param wanted null for a Vector of any dimension
   */
  private Expr.@Nullable Prop property(
      Syntax.Call call, Syntax.Expr argument, @Nullable PropertyType wanted) {
    QueryError code = wanted == null ? QueryError.NEAREST_PROPERTY : QueryError.SEARCH_PROPERTY;
    if (argument instanceof Syntax.ListText) {
      context.error(
          code,
          argument.span(),
          "`%s` takes one property here; this is a list.".formatted(call.function().text()));
      return null;
    }
    Expr value = values.value(argument, null, "this");
    if (value == null) {
      return null;
    }
    boolean fits =
        value instanceof Expr.Prop p
            && (wanted == null
                ? p.property().type() instanceof PropertyType.Vector
                : p.property().type() == wanted);
    if (!fits) {
      context.error(
          code,
          argument.span(),
          "`%s` searches a %s property; this is %s."
              .formatted(
                  call.function().text(),
                  wanted == null ? "Vector" : wanted.spelling(),
                  TypeRules.describe(value.type())));
      return null;
    }
    Expr.Prop prop = (Expr.Prop) value;
    if (!prop.variable().isEntity()) {
      context.error(
          code,
          argument.span(),
          "`%s` searches entities of one type; `$%s` is an edge of one of several."
              .formatted(call.function().text(), prop.variable().name()),
          "Name one edge type in the traversal.");
      return null;
    }
    return prop;
  }

  private @Nullable Expr nearest(Syntax.Call call) {
    if (call.arguments().size() != 2) {
      usage(call, "`nearest` takes a Vector property, and a vector or a text to embed.");
      return null;
    }
    Expr.Prop property = property(call, call.arguments().getFirst(), null);
    Expr query = property == null ? null : target(property, call.arguments().get(1));
    // What has no direction has no distance by its angle.
    ValueType type = new ValueType.Value(Scalar.F64, true);
    return property == null || query == null
        ? null
        : new Expr.Search(Function.NEAREST, List.of(property), query, null, type, call.span());
  }

  /** A vector, or a text where something makes vectors of texts. */
  private @Nullable Expr target(Expr.Prop property, Syntax.Expr target) {
    PropertyType vector = property.property().type();
    boolean text = target instanceof Syntax.Constant(var v, var span) && v instanceof String;
    Expr query = values.value(target, text ? Scalar.STRING : vector, "the vector to be near to");
    if (query == null) {
      return null;
    }
    PropertyType type = ExprChecker.typeOf(query);
    boolean embeds = property.property().embedding().isPresent();
    if (type == Scalar.STRING && isConstant(query) && !embeds) {
      context.error(
          QueryError.NEAREST_ARGUMENT,
          target.span(),
          "There is no model to embed this text with: `%s` of `%s` has no `@embed`."
              .formatted(property.property().name(), property.variable().type().name()),
          "Give a %s, or write `@embed(…)` after the property in the schema."
              .formatted(vector.spelling()));
      return null;
    }
    if (!isConstant(query) || !(vector.equals(type) || type == Scalar.STRING)) {
      context.error(
          QueryError.NEAREST_ARGUMENT,
          target.span(),
          "`nearest` takes a %s%s, as a literal or a parameter that is not optional; this is %s."
              .formatted(
                  vector.spelling(), embeds ? " or a text to embed" : "", query.type().spelling()));
      return null;
    }
    return query;
  }

  private @Nullable Expr fusion(Syntax.Call call) {
    if (!values.names().ranksRows()) {
      context.error(
          QueryError.RRF_POSITION,
          call.span(),
          "`rrf` ranks all rows of the query, which cannot be done here.");
      return null;
    }
    List<Syntax.Expr> written = new ArrayList<>(call.arguments());
    Syntax.Expr k = null;
    if (!written.isEmpty() && isNumber(written.getLast())) {
      k = written.removeLast();
    }
    if (written.size() < 2) {
      usage(call, "`rrf` takes two or more of `nearest(…)` and `bm25(…)`, and, if wanted, k.");
      return null;
    }
    List<Expr.Search> rankings = new ArrayList<>();
    for (Syntax.Expr ranking : written) {
      Expr value = values.value(ranking, null, "this");
      if (value instanceof Expr.Search search
          && (search.function() == Function.BM25 || search.function() == Function.NEAREST)) {
        rankings.add(search);
      } else if (value != null) {
        context.error(
            QueryError.CALL_ARGUMENTS,
            ranking.span(),
            "`rrf` combines `nearest(…)` and `bm25(…)`.");
      }
    }
    Expr constant =
        k == null
            ? new Expr.Literal(K, new ValueType.Value(Scalar.I32, false), call.span())
            : whole(k, "`k`", 1, Integer.MAX_VALUE);
    return rankings.size() < written.size() || constant == null
        ? null
        : new Expr.Fusion(rankings, constant, TypeRules.SCORE, call.span());
  }

  static boolean hasFusion(Expr expr) {
    return expr instanceof Expr.Fusion || expr.parts().stream().anyMatch(SearchChecker::hasFusion);
  }

  private static boolean isNumber(Syntax.Expr written) {
    return written instanceof Syntax.Var || LiteralChecker.isLiteral(written);
  }

  private @Nullable Expr whole(Syntax.Expr argument, String what, int least, int most) {
    Expr value = constant(argument, Scalar.I32, what);
    if (value instanceof Expr.Literal(var number, var type, var span)
        && number instanceof Integer n
        && (n < least || n > most)) {
      String range = most == Integer.MAX_VALUE ? "at least %d" : "from %d to %d";
      context.error(
          ValueError.OUT_OF_RANGE,
          span,
          "%s is %s.".formatted(LiteralChecker.capital(what), range.formatted(least, most)));
      return null;
    }
    return value;
  }

  /** A literal or a non-null parameter of exactly that type. */
  private @Nullable Expr constant(Syntax.Expr argument, PropertyType type, String what) {
    Expr value = values.value(argument, type, what);
    if (value == null) {
      return null;
    }
    if (!isConstant(value) || !type.equals(ExprChecker.typeOf(value))) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          argument.span(),
          "%s is a literal or a parameter of type %s; this is %s."
              .formatted(LiteralChecker.capital(what), type.spelling(), value.type().spelling()));
      return null;
    }
    return value;
  }

  /** Whether it is the same for every row, and never null. */
  private static boolean isConstant(Expr value) {
    return (value instanceof Expr.Literal || value instanceof Expr.Param)
        && !TypeRules.isNullable(value.type());
  }

  private void usage(Syntax.Call call, String message) {
    context.error(QueryError.CALL_ARGUMENTS, call.span(), message);
  }
}

package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Search.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Search functions: what they find in an entity. */
final class SearchChecker {
  private static final int MOST_EDITS = 2;

  /** As queries write them. */
  static final Set<String> NAMES =
      Stream.concat(
              Arrays.stream(Function.values()).map(f -> f.name().toLowerCase(Locale.ROOT)),
              Stream.of(FusionChecker.NAME))
          .collect(Collectors.toUnmodifiableSet());

  private final Context context;
  private final ExprChecker values;
  private final SearchArguments given;

  SearchChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
    this.given = new SearchArguments(context, values);
  }

  @Nullable Expr call(Syntax.Call call) {
    if (!context.reads()) {
      context.error(
          QueryError.SEARCH_POSITION, call.span(), "Search functions are for queries that read.");
      return null;
    }
    String name = call.function().text();
    if (name.equals(FusionChecker.NAME)) {
      return new FusionChecker(context, values).call(call);
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
    Expr query =
        given.constant(call.arguments().get(1), Scalar.STRING, "the text of `" + name + "`");
    Expr most =
        edits ? given.whole(call.arguments().get(2), "the number of edits", 0, MOST_EDITS) : null;
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
      Expr.Prop property = given.text(call, one);
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

  private @Nullable Expr nearest(Syntax.Call call) {
    if (call.arguments().size() != 2) {
      usage(call, "`nearest` takes a Vector property, and a vector or a text to embed.");
      return null;
    }
    Expr.Prop property = given.vector(call, call.arguments().getFirst());
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
    if (type == Scalar.STRING && SearchArguments.isConstant(query) && !embeds) {
      context.error(
          QueryError.NEAREST_ARGUMENT,
          target.span(),
          "There is no model to embed this text with: `%s` of `%s` has no `@embed`."
              .formatted(property.property().name(), property.variable().type().name()),
          "Give a %s, or write `@embed(…)` after the property in the schema."
              .formatted(vector.spelling()));
      return null;
    }
    if (!SearchArguments.isConstant(query) || !(vector.equals(type) || type == Scalar.STRING)) {
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

  private void usage(Syntax.Call call, String message) {
    context.error(QueryError.CALL_ARGUMENTS, call.span(), message);
  }
}

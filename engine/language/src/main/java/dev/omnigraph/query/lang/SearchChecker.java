package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Search.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.value.ValueError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Search functions: those that filter and those that score. */
final class SearchChecker {
  static final Set<String> NAMES =
      Set.of("search", "fuzzy", "match_text", "bm25", "nearest", "rrf");

  private static final Map<String, Function> FILTERS =
      Map.of("search", Function.SEARCH, "fuzzy", Function.FUZZY, "match_text", Function.MATCH_TEXT);
  private static final Map<String, Function> SCORES =
      Map.of("bm25", Function.BM25, "nearest", Function.NEAREST, "rrf", Function.RRF);

  private final Context context;
  private final ExprChecker values;

  SearchChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
  }

  static boolean isFilter(Syntax.Call call) {
    return FILTERS.containsKey(call.function().text());
  }

  static boolean isScore(Syntax.Call call) {
    return SCORES.containsKey(call.function().text());
  }

  /** {@code search, fuzzy, match_text}. */
  @Nullable Expr filter(Syntax.Call call) {
    Function function = FILTERS.getOrDefault(call.function().text(), Function.SEARCH);
    int arguments = call.arguments().size();
    boolean distance = function == Function.FUZZY && arguments == 3;
    if (arguments != 2 && !distance) {
      usage(
          call,
          function == Function.FUZZY
              ? "`fuzzy` takes a property, a text and, if wanted, a number of edits."
              : "`%s` takes a property and a text.".formatted(call.function().text()));
      return null;
    }
    List<@Nullable Expr> checked = new ArrayList<>();
    checked.add(textProperty(call));
    checked.add(text(call, call.arguments().get(1)));
    if (distance) {
      checked.add(whole(call.arguments().get(2), "the number of edits", 0));
    }
    return search(function, checked, TypeRules.BOOL, call);
  }

  /** {@code bm25, nearest, rrf}. */
  @Nullable Expr score(Syntax.Call call) {
    return switch (SCORES.getOrDefault(call.function().text(), Function.BM25)) {
      case NEAREST -> nearest(call);
      case RRF -> rrf(call);
      default -> bm25(call);
    };
  }

  private @Nullable Expr bm25(Syntax.Call call) {
    if (call.arguments().size() != 2) {
      usage(call, "`bm25` takes a property and a text.");
      return null;
    }
    List<@Nullable Expr> checked = new ArrayList<>();
    checked.add(textProperty(call));
    checked.add(text(call, call.arguments().get(1)));
    return search(Function.BM25, checked, TypeRules.SCORE, call);
  }

  private @Nullable Expr nearest(Syntax.Call call) {
    if (call.arguments().size() != 2) {
      usage(call, "`nearest` takes a Vector property, and a vector or a text to embed.");
      return null;
    }
    Expr property = values.value(call.arguments().getFirst(), null, "this");
    if (property == null) {
      return null;
    }
    if (!(property instanceof Expr.Prop)
        || !(ExprChecker.typeOf(property) instanceof PropertyType.Vector vector)) {
      context.error(
          QueryError.NEAREST_PROPERTY,
          call.arguments().getFirst().span(),
          "`nearest` searches a Vector property; this is %s."
              .formatted(TypeRules.describe(property.type())));
      return null;
    }
    Syntax.Expr target = call.arguments().get(1);
    boolean text = target instanceof Syntax.Constant(var v, var span) && v instanceof String;
    Expr query = values.value(target, text ? Scalar.STRING : vector, "the vector to be near to");
    if (query == null) {
      return null;
    }
    PropertyType type = ExprChecker.typeOf(query);
    boolean constant = query instanceof Expr.Literal || query instanceof Expr.Param;
    if (!constant || !(vector.equals(type) || type == Scalar.STRING)) {
      context.error(
          QueryError.NEAREST_ARGUMENT,
          target.span(),
          "`nearest` takes a %s or a text to embed, as a literal or parameter; this is %s."
              .formatted(vector.spelling(), TypeRules.describe(query.type())));
      return null;
    }
    return search(Function.NEAREST, List.of(property, query), TypeRules.SCORE, call);
  }

  private @Nullable Expr rrf(Syntax.Call call) {
    List<Syntax.Expr> rankings = new ArrayList<>(call.arguments());
    List<@Nullable Expr> checked = new ArrayList<>();
    Syntax.Expr k = null;
    if (!rankings.isEmpty() && !(rankings.getLast() instanceof Syntax.Call)) {
      k = rankings.removeLast();
    }
    if (rankings.size() < 2) {
      usage(call, "`rrf` takes two or more of `nearest(…)` and `bm25(…)`, and, if wanted, k.");
      return null;
    }
    for (Syntax.Expr ranking : rankings) {
      if (ranking instanceof Syntax.Call inner
          && SCORES.containsKey(inner.function().text())
          && !inner.function().text().equals("rrf")) {
        checked.add(score(inner));
      } else {
        context.error(
            QueryError.CALL_ARGUMENTS,
            ranking.span(),
            "`rrf` combines `nearest(…)` and `bm25(…)`.");
        checked.add(null);
      }
    }
    if (k != null) {
      checked.add(whole(k, "`k`", 1));
    }
    return search(Function.RRF, checked, TypeRules.SCORE, call);
  }

  private @Nullable Expr search(
      Function function, List<@Nullable Expr> arguments, ValueType type, Syntax.Call call) {
    List<Expr> complete = new ArrayList<>();
    for (Expr argument : arguments) {
      if (argument == null) {
        return null;
      }
      complete.add(argument);
    }
    return new Expr.Search(function, complete, type, call.span());
  }

  private @Nullable Expr textProperty(Syntax.Call call) {
    Syntax.Expr argument = call.arguments().getFirst();
    Expr value = values.value(argument, null, "this");
    if (value == null) {
      return null;
    }
    if (!(value instanceof Expr.Prop prop) || prop.property().type() != Scalar.STRING) {
      context.error(
          QueryError.SEARCH_PROPERTY,
          argument.span(),
          "`%s` searches a String property; this is %s."
              .formatted(call.function().text(), TypeRules.describe(value.type())));
      return null;
    }
    boolean indexed = prop.property().isIndexed() || prop.variable().type().isKey(prop.property());
    if (!indexed) {
      context.error(
          QueryError.INDEX_REQUIRED,
          argument.span(),
          "`%s` needs an index, and `%s` of `%s` has none."
              .formatted(
                  call.function().text(), prop.property().name(), prop.variable().type().name()));
      return null;
    }
    return value;
  }

  private @Nullable Expr text(Syntax.Call call, Syntax.Expr argument) {
    return constant(argument, Scalar.STRING, "the text of `" + call.function().text() + "`");
  }

  private @Nullable Expr whole(Syntax.Expr argument, String what, int least) {
    Expr value = constant(argument, Scalar.I32, what);
    if (value instanceof Expr.Literal(var number, var type, var span)
        && number instanceof Integer n
        && n < least) {
      context.error(
          ValueError.OUT_OF_RANGE,
          span,
          "%s is at least %d.".formatted(LiteralChecker.capital(what), least));
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
    boolean constant = value instanceof Expr.Literal || value instanceof Expr.Param;
    if (!constant || !type.equals(ExprChecker.typeOf(value))) {
      context.error(
          QueryError.CALL_ARGUMENTS,
          argument.span(),
          "%s is a literal or a parameter of type %s; this is %s."
              .formatted(
                  LiteralChecker.capital(what), type.spelling(), TypeRules.describe(value.type())));
      return null;
    }
    return value;
  }

  private void usage(Syntax.Call call, String message) {
    context.error(QueryError.CALL_ARGUMENTS, call.span(), message);
  }
}

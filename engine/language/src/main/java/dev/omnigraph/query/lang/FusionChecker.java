package dev.omnigraph.query.lang;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Expr.Search.Function;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code rrf}, which joins rankings: where it may stand, and of what it is made. */
final class FusionChecker {
  static final String NAME = "rrf";
  private static final int K = 60;

  private final Context context;
  private final ExprChecker values;
  private final SearchArguments arguments;

  FusionChecker(Context context, ExprChecker values) {
    this.context = context;
    this.values = values;
    this.arguments = new SearchArguments(context, values);
  }

  /** Whether a part of the expression has ranks, which an aggregate has no use for. */
  static boolean hasFusion(Expr expr) {
    return expr instanceof Expr.Fusion || expr.parts().stream().anyMatch(FusionChecker::hasFusion);
  }

  @Nullable Expr call(Syntax.Call call) {
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
      context.error(
          QueryError.CALL_ARGUMENTS,
          call.span(),
          "`rrf` takes two or more of `nearest(…)` and `bm25(…)`, and, if wanted, k.");
      return null;
    }
    List<Expr.Search> rankings = written.stream().flatMap(this::ranking).toList();
    Expr constant =
        k == null
            ? new Expr.Literal(K, new ValueType.Value(Scalar.I32, false), call.span())
            : arguments.whole(k, "`k`", 1, Integer.MAX_VALUE);
    return rankings.size() < written.size() || constant == null
        ? null
        : new Expr.Fusion(rankings, constant, TypeRules.SCORE, call.span());
  }

  private static boolean isNumber(Syntax.Expr written) {
    return written instanceof Syntax.Var || LiteralChecker.isLiteral(written);
  }

  private Stream<Expr.Search> ranking(Syntax.Expr written) {
    Expr value = values.value(written, null, "this");
    if (value instanceof Expr.Search search
        && (search.function() == Function.BM25 || search.function() == Function.NEAREST)) {
      return Stream.of(search);
    }
    if (value != null) {
      context.error(
          QueryError.CALL_ARGUMENTS, written.span(), "`rrf` combines `nearest(…)` and `bm25(…)`.");
    }
    return Stream.empty();
  }
}

package dev.omnigraph.plan;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Expr;
import java.util.Locale;
import java.util.Map;

/** The search functions: they type-check, and there is no index yet that could answer them. */
public final class SearchFunctions {
  private SearchFunctions() {}

  public static GraphException indexRequired(Expr.Search search) {
    String name = search.function().name().toLowerCase(Locale.ROOT);
    return new GraphException(
        ErrorKind.INVALID,
        "index_required",
        name + " needs a search index, and this version builds none.",
        "Filter with contains or starts_with, which need no index.",
        Map.of("function", name, "line", search.span().line(), "column", search.span().column()),
        null);
  }
}

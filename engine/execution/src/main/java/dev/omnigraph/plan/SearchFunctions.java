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
        isVector(search)
            ? "Filter by other properties, return the vectors, and rank in the program that asks."
            : "Filter with contains or starts_with, which need no index.",
        Map.of("function", name, "line", search.span().line(), "column", search.span().column()),
        null);
  }

  private static boolean isVector(Expr.Search search) {
    return switch (search.function()) {
      case NEAREST, RRF -> true;
      case SEARCH, FUZZY, MATCH_TEXT, BM25 -> false;
    };
  }
}

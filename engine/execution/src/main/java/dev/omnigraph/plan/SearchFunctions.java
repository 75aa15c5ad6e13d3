package dev.omnigraph.plan;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import java.util.Locale;

/** The search functions: they type-check, and there is no index yet that could answer them. */
public final class SearchFunctions {
  private SearchFunctions() {}

  public static GraphException indexRequired(Expr.Search search) {
    String name = search.function().name().toLowerCase(Locale.ROOT);
    return GraphException.of(
            QueryError.INDEX_REQUIRED,
            name + " needs a search index, and this version builds none.")
        .next(
            isVector(search)
                ? "Filter by other properties, return the vectors, and rank in the program that asks."
                : "Filter with contains or starts_with, which need no index.")
        .with("function", name)
        .with("line", search.span().line())
        .with("column", search.span().column())
        .build();
  }

  private static boolean isVector(Expr.Search search) {
    return switch (search.function()) {
      case NEAREST, RRF -> true;
      case SEARCH, FUZZY, MATCH_TEXT, BM25 -> false;
    };
  }
}

package dev.omnigraph.plan;

import static dev.omnigraph.query.Expr.Search.Function.NEAREST;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import java.util.Locale;

/** The search functions: they type-check, and there is no index yet that could answer them. */
public final class SearchFunctions {
  private SearchFunctions() {}

  public static GraphException indexRequired(Expr.Search search) {
    return indexRequired(
        search, search.function().name().toLowerCase(Locale.ROOT), search.function() == NEAREST);
  }

  public static GraphException indexRequired(Expr.Fusion fusion) {
    return indexRequired(fusion, "rrf", true);
  }

  private static GraphException indexRequired(Expr search, String name, boolean ofVectors) {
    return GraphException.of(
            QueryError.INDEX_REQUIRED,
            name + " needs a search index, and this version builds none.")
        .next(
            ofVectors
                ? "Filter by other properties, return the vectors, and rank in the program that asks."
                : "Filter with contains or starts_with, which need no index.")
        .with("function", name)
        .with("line", search.span().line())
        .with("column", search.span().column())
        .build();
  }
}

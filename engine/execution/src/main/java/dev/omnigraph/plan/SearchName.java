package dev.omnigraph.plan;

import dev.omnigraph.query.Expr;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What tells the values of search functions apart: equal where they are the same of any entity. */
public final class SearchName {
  private SearchName() {}

  public static String of(Expr.Search search) {
    // Variables of different blocks may have one name.
    String text = search.variable().type().name() + " " + ExprText.of(search);
    // A vector is too long for people to read.
    return search.query() instanceof Expr.Literal(float[] vector, var type, var span)
        ? text + Arrays.toString(vector)
        : text;
  }

  public static String of(Expr.Fusion fusion) {
    return fusion.rankings().stream()
        .map(SearchName::of)
        .collect(Collectors.joining(", ", "rrf(", ", " + ExprText.of(fusion.k()) + ")"));
  }
}

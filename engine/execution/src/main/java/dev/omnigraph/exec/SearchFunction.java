package dev.omnigraph.exec;

import dev.omnigraph.query.Expr;
import dev.omnigraph.search.text.Snippet;
import dev.omnigraph.search.text.TextQuery;
import dev.omnigraph.search.text.TextScorer;
import dev.omnigraph.search.vector.Distance;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A search function as a function of the values of its properties, in Java form. */
final class SearchFunction {
  private final Searches searches;
  private final Expr.Search search;
  private final @Nullable TextQuery[] queries;
  private final @Nullable TextScorer[] scorers;
  private @Nullable Distance distance;

  SearchFunction(Searches searches, Expr.Search search) {
    this.searches = searches;
    this.search = search;
    this.queries = new TextQuery[search.properties().size()];
    this.scorers = new TextScorer[search.properties().size()];
  }

  /**
   * @param values of its properties, in order
   */
  @Nullable Object of(List<? extends @Nullable Object> values) {
    if (values.stream().allMatch(Objects::isNull)) {
      return null;
    }
    return switch (search.function()) {
      case SEARCH, MATCH_TEXT, FUZZY -> finds(values);
      case BM25 -> score(values);
      case NEAREST -> distance((float[]) Objects.requireNonNull(values.getFirst()));
      case SNIPPET -> snippet(values);
    };
  }

  private boolean finds(List<? extends @Nullable Object> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof String text && query(i).matches(text)) {
        return true;
      }
    }
    return false;
  }

  private double score(List<? extends @Nullable Object> values) {
    double score = 0;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof String text) {
        score += scorer(i).of(text);
      }
    }
    return score;
  }

  private TextQuery query(int property) {
    TextQuery query = queries[property];
    if (query == null) {
      query = searches.query(search, search.properties().get(property));
      queries[property] = query;
    }
    return query;
  }

  private TextScorer scorer(int property) {
    TextScorer scorer = scorers[property];
    if (scorer == null) {
      scorer = searches.scorer(search, search.properties().get(property));
      scorers[property] = scorer;
    }
    return scorer;
  }

  private @Nullable Double distance(float[] vector) {
    Distance from = distance;
    if (from == null) {
      from =
          Distance.from(
              search.properties().getFirst().property().metric(), searches.target(search));
      distance = from;
    }
    double far = from.to(vector);
    return Double.isNaN(far) ? null : far;
  }

  /** Of the first text that has any of the words, else of the first there is. */
  private String snippet(List<? extends @Nullable Object> values) {
    int chosen = -1;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof String text) {
        if (query(i).matches(text)) {
          chosen = i;
          break;
        }
        chosen = chosen < 0 ? i : chosen;
      }
    }
    Expr.Prop prop = search.properties().get(chosen);
    return Snippet.of(
        searches.analyzer(prop),
        (String) Objects.requireNonNull(values.get(chosen)),
        query(chosen));
  }
}

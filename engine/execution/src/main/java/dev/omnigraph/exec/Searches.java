package dev.omnigraph.exec;

import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.Embedders;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.ExprText;
import dev.omnigraph.plan.SearchName;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.schema.Embedding;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.Hits;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.text.TextQuery;
import dev.omnigraph.search.text.TextScorer;
import dev.omnigraph.search.vector.VectorIndex;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.ValueError;
import dev.omnigraph.view.View;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one running query seeks, each thing once. Not thread-safe. */
final class Searches {
  private final View view;
  private final ConstantValues arguments;
  private final @Nullable Embedder embedder;
  private final Map<String, TextQuery> queries = new HashMap<>();
  private final Map<String, TextIndex> indexes = new HashMap<>();
  private final Map<String, VectorIndex> vectors = new HashMap<>();
  private final Map<String, Hits> hits = new HashMap<>();
  private final Map<String, TextScorer> scorers = new HashMap<>();
  private final Map<String, float[]> targets = new HashMap<>();

  /**
   * @param embedder null where none is configured
   */
  Searches(View view, ConstantValues arguments, @Nullable Embedder embedder) {
    this.view = view;
    this.arguments = arguments;
    this.embedder = embedder;
  }

  /** Starts reading what a search needs; does not wait. */
  void start(Expr.Search search) {
    switch (search.function()) {
      case SEARCH, MATCH_TEXT, FUZZY, BM25 ->
          search.properties().forEach(prop -> index(prop).warm(query(search, prop)));
      case NEAREST -> vectors(search).start();
      case SNIPPET -> {}
    }
  }

  /** The rows that have what is sought in any property, or what they are worth in all of them. */
  Hits hits(Expr.Search search) {
    return hits.computeIfAbsent(
        SearchName.of(search),
        name ->
            search.properties().stream()
                .map(
                    prop ->
                        search.function() == Expr.Search.Function.BM25
                            ? index(prop).score(query(search, prop))
                            : index(prop).find(query(search, prop)))
                .reduce(RowSets::union)
                .orElseThrow());
  }

  /** By which texts of one of a search's properties are scored. */
  TextScorer scorer(Expr.Search search, Expr.Prop prop) {
    return scorers.computeIfAbsent(
        SearchName.of(search) + " of " + name(prop),
        name -> index(prop).scorer(query(search, prop)));
  }

  /** What is sought in one of a search's properties. */
  TextQuery query(Expr.Search search, Expr.Prop prop) {
    return queries.computeIfAbsent(
        SearchName.of(search) + " of " + name(prop),
        name -> {
          TextAnalyzer analyzer = analyzer(prop);
          String words = (String) constant(search.query());
          return switch (search.function()) {
            case MATCH_TEXT -> TextQuery.phrase(analyzer, words);
            case FUZZY -> TextQuery.fuzzy(analyzer, words, edits(search));
            case SEARCH, BM25, SNIPPET -> TextQuery.any(analyzer, words);
            case NEAREST -> throw new IllegalArgumentException("No text: " + search);
          };
        });
  }

  VectorIndex vectors(Expr.Search search) {
    Expr.Prop prop = search.properties().getFirst();
    return vectors.computeIfAbsent(
        name(prop),
        name ->
            view.table(prop.variable().type())
                .vectors(prop.property().name(), prop.property().metric()));
  }

  /**
   * The vector to be near to.
   *
   * @throws GraphException {@code zero_vector} where nothing is near to it
   */
  float[] target(Expr.Search search) {
    return targets.computeIfAbsent(
        SearchName.of(search),
        name -> {
          Property property = search.properties().getFirst().property();
          Object value = constant(search.query());
          float[] vector =
              value instanceof String text
                  ? embed(search.properties().getFirst(), text)
                  : (float[]) value;
          if (property.metric() == VectorMetric.COSINE && isZero(vector)) {
            throw GraphException.of(
                    QueryError.ZERO_VECTOR,
                    "The vector to be near to has only zeros, so it has no direction.")
                .next("Give a vector that is not zero, or index the property by another metric.")
                .with("line", search.span().line())
                .with("column", search.span().column())
                .build();
          }
          return vector;
        });
  }

  /** How the texts of a property become terms. */
  TextAnalyzer analyzer(Expr.Prop prop) {
    return index(prop).analyzer();
  }

  /** By how much the ranks of a fusion are moved. */
  double k(Expr.Fusion fusion) {
    return number(fusion.k(), "`k` of `rrf`", 1, Integer.MAX_VALUE);
  }

  private TextIndex index(Expr.Prop prop) {
    Property property = prop.property();
    return indexes.computeIfAbsent(
        name(prop),
        name -> view.table(prop.variable().type()).text(property.name(), property.analysis()));
  }

  private @Nullable Integer edits(Expr.Search search) {
    return search.edits() == null
        ? null
        : (Integer) number(search.edits(), "number of edits of `fuzzy`", 0, TextQuery.MOST_EDITS);
  }

  /** What is checked of a literal, of a parameter too. */
  private int number(Expr expr, String what, int least, int most) {
    long number = ((Number) constant(expr)).longValue();
    if (number < least || number > most) {
      throw GraphException.of(ValueError.OUT_OF_RANGE, "The %s is %d.".formatted(what, number))
          .next(
              most == Integer.MAX_VALUE
                  ? "Give a number from %d.".formatted(least)
                  : "Give a number from %d to %d.".formatted(least, most))
          .with("line", expr.span().line())
          .with("column", expr.span().column())
          .build();
    }
    return (int) number;
  }

  /** A literal or a parameter that is never null. */
  private Object constant(Expr expr) {
    Object value = arguments.constant(expr);
    if (value == null) {
      throw new IllegalStateException("There is no " + ExprText.of(expr));
    }
    return value;
  }

  /** Variables of different blocks may have one name. */
  private static String name(Expr.Prop prop) {
    return prop.variable().type().name() + "." + prop.property().name();
  }

  /**
   * The vector of a text, by the model of a property.
   *
   * @throws GraphException as {@link Embedder#embed} says, {@code embedder_missing}, {@code
   *     embedding_model_mismatch}
   */
  private float[] embed(Expr.Prop prop, String text) {
    String model = prop.property().embedding().map(Embedding::model).orElseThrow();
    int dimension = ((PropertyType.Vector) prop.property().type()).dimension();
    return Embedders.require(embedder, model, name(prop)).embedQuery(text, dimension);
  }

  /** Whether it is known which rows have what is sought. */
  boolean knows(Expr.Search search) {
    return hits.containsKey(SearchName.of(search));
  }

  private static boolean isZero(float[] vector) {
    for (float number : vector) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }
}

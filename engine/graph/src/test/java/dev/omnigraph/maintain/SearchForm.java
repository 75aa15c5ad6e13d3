package dev.omnigraph.maintain;

import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.TextAnalysis.Analyzer;
import dev.omnigraph.schema.VectorMetric;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A schema of documents that are searched, in the parts that change.
 *
 * @param body the name of the property with the text
 * @param words the index of that, if there is one
 * @param near the index of the vectors, if there is one
 * @param noted whether the notes of edges have an index
 * @param tagged whether there is one property more
 */
record SearchForm(
    String body,
    Optional<TextAnalysis> words,
    Optional<VectorMetric> near,
    boolean noted,
    boolean tagged) {
  static final SearchForm FIRST =
      new SearchForm(
          "body", Optional.of(TextAnalysis.DEFAULT), Optional.of(VectorMetric.L2), true, true);

  private static final List<TextAnalysis> ANALYSES =
      List.of(
          TextAnalysis.DEFAULT,
          TextAnalysis.of(Analyzer.SIMPLE, true, false),
          TextAnalysis.of(Analyzer.NGRAM, false, true),
          TextAnalysis.language("german", true, true, true, false));

  /** What is in force on a branch. */
  static SearchForm of(MergeWorld world, String branch) {
    return of(world.graph.schema(MergeWorld.head(branch)));
  }

  private static SearchForm of(Catalog catalog) {
    EntityType doc = catalog.node("Doc").orElseThrow();
    EntityType cites = catalog.edge("Cites").orElseThrow();
    String body = property(doc, "body").isPresent() ? "body" : "text";
    return new SearchForm(
        body,
        property(doc, body).filter(Property::isIndexed).map(Property::analysis),
        property(doc, "at").filter(Property::isIndexed).map(Property::metric),
        property(cites, "note").filter(Property::isIndexed).isPresent(),
        property(doc, "tag").isPresent());
  }

  private static Optional<Property> property(EntityType type, String name) {
    return type.properties().stream().filter(property -> property.name().equals(name)).findFirst();
  }

  /** How the texts are analyzed, with an index or without one. */
  TextAnalysis analysis() {
    return words.orElse(TextAnalysis.DEFAULT);
  }

  VectorMetric metric() {
    return near.orElse(VectorMetric.COSINE);
  }

  /** One part of it is another. */
  SearchForm changed(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new SearchForm(body.equals("body") ? "text" : "body", words, near, noted, tagged);
      case 1, 2 ->
          new SearchForm(
              body,
              Optional.of(ANALYSES.get(random.nextInt(ANALYSES.size()))),
              near,
              noted,
              tagged);
      case 3 ->
          new SearchForm(
              body,
              words,
              Optional.of(VectorMetric.values()[random.nextInt(VectorMetric.values().length)]),
              noted,
              tagged);
      case 4 -> new SearchForm(body, words, near, noted, !tagged);
      default ->
          random.nextBoolean()
              ? new SearchForm(body, Optional.empty(), near, !noted, tagged)
              : new SearchForm(body, words, Optional.empty(), noted, tagged);
    };
  }

  /**
   * @param before the schema that is changed to this one
   */
  String schema(@Nullable SearchForm before) {
    String renamed =
        before == null || before.body.equals(body) ? "" : " @rename_from(\"" + before.body + "\")";
    return """
        node Doc {
          slug: String @key
          kind: enum(a, b)
          title: String @index(analyzer="simple")
          %s: String?%s%s
          at: Vector(2)?%s
          %s
        }
        edge Cites: Doc -> Doc { @key(src, dst)  note: String?%s }
        """
        .formatted(
            body,
            words.map(SearchForm::annotation).orElse(""),
            renamed,
            near.map(metric -> " @index(metric=\"" + name(metric) + "\")").orElse(""),
            tagged ? "tag: String? @index" : "",
            noted ? " @index" : "");
  }

  private static String annotation(TextAnalysis analysis) {
    String how =
        analysis.analyzer() == Analyzer.LANGUAGE
            ? "language=\"%s\", stem=%s, stop_words=%s"
                .formatted(analysis.language(), analysis.stem(), analysis.stopWords())
            : "analyzer=\"" + name(analysis.analyzer()) + "\"";
    return " @index(%s, fold=%s, positions=%s)"
        .formatted(how, analysis.fold(), analysis.positions());
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.embed.Embedder;
import dev.omnigraph.embed.HashEmbedder;
import dev.omnigraph.error.GraphException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What search functions mean in queries, one rule at a time. */
@NullUnmarked
class SearchTest {
  private final MemoryGraph graph =
      new MemoryGraph(
          MemoryQueries.schema(
              """
              node Doc {
                slug: String @key
                body: String?
                place: Vector(2)?
                meaning: Vector(64)? @embed("body", model = "local/hash")
                foreign: Vector(2)? @embed("body", model = "openai/text-embedding-3-large")
              }
              edge Cites: Doc -> Doc
              """));
  private final MemoryQueries queries = new MemoryQueries(graph);

  @Test
  void whoHasNoDistanceComesLastInEitherDirection() {
    doc("zero", null, 0, 0);
    doc("none", null);
    doc("east", null, 1, 0);
    doc("west", null, -1, 0);

    assertThat(
            queries.rows(
                "match { $d: Doc } return { $d.slug } order { nearest($d.place, [1, 0]) } limit 9"))
        .containsExactly(row("east"), row("west"), row("none"), row("zero"));
    assertThat(
            queries.rows(
                "match { $d: Doc } return { $d.slug } order { nearest($d.place, [1, 0]) desc } limit 9"))
        .containsExactly(row("west"), row("east"), row("none"), row("zero"));
  }

  @Test
  void theBestRowsAreFoundAtTheFirstTryThoughTheLastOfThemAreEquallyGood() {
    doc("best", "word word");
    for (int i = 100; i < 300; i++) {
      doc("equal" + i, "word and another one");
      doc("worse" + i, "word in a text that is much longer than those of the others are");
    }

    QueryAnswer answer =
        queries.run(
            "match { $d: Doc } return { $d.slug } order { bm25($d.body, \"word\") desc } limit 2",
            Map.of());

    assertThat(answer.rows()).containsExactly(row("best"), row("equal100"));
    assertThat(answer.report().steps())
        .extracting(step -> step.rows())
        .as("scan, score, order")
        .containsExactly(201L, 201L, 2L);
  }

  @Test
  void nothingIsNearToAVectorWithoutADirection() {
    doc("east", null, 1, 0);

    GraphException e = refused("match { $d: Doc } return { nearest($d.place, [0, 0]) as far }");

    assertThat(e.code()).isEqualTo("zero_vector");
    assertThat(e.details()).containsEntry("line", 1);
  }

  @Test
  void parametersThatAreOutOfRangeAreRefusedWhateverRowsThereAre() {
    String fuzzy =
        "query q($n: I32) { match { $d: Doc fuzzy($d.body, \"cat\", $n) } return { $d.slug } }";
    String rrf =
        "query q($n: I32) { match { $d: Doc } return { rrf(bm25($d.body, \"a\"), bm25($d.body, \"b\"), $n) as r } }";

    assertThat(refused(fuzzy, 3).code()).isEqualTo("out_of_range");
    assertThat(refused(rrf, 0).code()).isEqualTo("out_of_range");
  }

  @Test
  void twoVectorsToBeNearToAreToldApart() {
    doc("east", null, 1, 0);

    assertThat(
            queries.rows(
                "match { $d: Doc } return { nearest($d.place, [1, 0]) as a, nearest($d.place, [-1, 0]) as b }"))
        .containsExactly(row(0.0, 2.0));
  }

  @Test
  void aTextIsEmbeddedByTheModelOfTheProperty() {
    HashEmbedder embedder = new HashEmbedder();
    for (String text : List.of("the cat sat on the mat", "interest rates rose again")) {
      graph.node("Doc", text, text, text, null, embedder.embed(List.of(text), 64).getFirst());
    }

    assertThat(
            queries
                .with(embedder)
                .rows(
                    """
                    match { $d: Doc }
                    return { $d.slug }
                    order { nearest($d.meaning, "a cat on a mat") }
                    limit 1
                    """))
        .containsExactly(row("the cat sat on the mat"));
  }

  @Test
  void aTextIsNotEmbeddedByAnotherModelOrByNone() {
    doc("east", null, 1, 0);
    String query = "match { $d: Doc } return { nearest($d.foreign, \"cat\") as far }";

    assertThat(refused(query).code()).isEqualTo("embedder_missing");
    queries.with(new HashEmbedder());
    assertThat(refused(query).code()).isEqualTo("embedding_model_mismatch");
  }

  @Test
  void aSnippetShowsTheWordsAndIsNullOfNoText() {
    doc("one", "a cat sat");
    doc("two", null);

    assertThat(queries.rows("match { $d: Doc } return { snippet($d.body, \"cats\") as s }"))
        .containsExactly(row("a **cat** sat"), row((Object) null));
  }

  @Test
  void theBestNodesAreLookedAtFirstAndAllWhereTheseAreTooFew() {
    for (int i = 0; i < 300; i++) {
      doc("d%03d".formatted(i), "word ".repeat(1 + i % 7) + "other ".repeat(i % 5));
    }
    for (int i = 0; i < 200; i++) {
      graph.edge("Cites", "c" + i, "d014", "d" + (100 + i));
    }
    String begin = "match { $d: Doc";
    String end = " } return { $d.slug } order { bm25($d.body, \"word\") desc } limit 2";

    QueryAnswer best = queries.run(begin + end, Map.of());
    QueryAnswer all = queries.run(begin + " $d cites $e" + end, Map.of());

    assertThat(best.rows()).hasSize(2);
    assertThat(best.report().steps())
        .extracting(StepReport::access)
        .first()
        .asString()
        .endsWith(" rows of a search");
    assertThat(all.rows()).containsExactly(row("d014"), row("d014"));
    assertThat(all.report().steps())
        .extracting(StepReport::operator)
        .filteredOn(step -> step.startsWith("scan $d: Doc best by"))
        .as("twenty nodes, and when none of them cited anything, all")
        .hasSize(2);
  }

  @Test
  void aSearchMayBeAGroupKey() {
    doc("one", "cat");
    doc("two", "dog");
    doc("three", "a cat");

    assertThat(
            queries.rows(
                """
                match { $d: Doc }
                return { search($d.body, "cat") as s, count($d) as n }
                order { s desc }
                """))
        .containsExactly(row(true, 2L), row(false, 1L));
    assertThat(
            queries.rows(
                """
                match { $d: Doc }
                return { bm25($d.body, "cat") > 0 as s, count($d) as n, max(bm25($d.body, "cat")) > 0 as m }
                order { n }
                """))
        .containsExactly(row(false, 1L, false), row(true, 2L, true));
  }

  @Test
  void ranksAreThoseAmongAllRowsAlsoWhereOnlyTheBestAreLookedAt() {
    many(400);
    String rrf = "rrf(bm25($d.body, \"word\"), nearest($d.place, [1, 0]))";
    String shown = "match { $d: Doc } return { $d.slug, " + rrf + " as r } ";

    List<List<Object>> all = queries.rows(shown + "order { $d.slug }");

    for (String order :
        List.of(
            "order { bm25($d.body, \"word\") desc } limit 5",
            "order { " + rrf + " desc } limit 5",
            "order { rrf(nearest($d.place, [0, 1]), nearest($d.place, [1, 1])) desc } limit 5")) {
      assertThat(all).as(order).containsAll(queries.rows(shown + order));
    }
  }

  @Test
  void rowsThatAreAsNearAsTheLastOfARankingAreInIt() {
    for (int i = 0; i < 2_500; i++) {
      doc("d%04d".formatted(i), i == 2_400 ? "word" : "other", 1, 0);
    }

    assertThat(
            queries.rows(
                """
                match { $d: Doc }
                return { $d.slug }
                order { rrf(bm25($d.body, "word"), nearest($d.place, [1, 0])) desc }
                limit 1
                """))
        .containsExactly(row("d2400"));
  }

  @Test
  void aRankingMayAlsoBeNeededBesidesItsFusion() {
    many(300);
    graph.edge("Cites", "c", "d004", "d005");
    String score = "bm25($d.body, \"word\")";
    String order = " order { rrf(" + score + ", nearest($d.place, [1, 0])) desc } limit 2";

    for (String query :
        List.of(
            "match { $d: Doc } return { $d.slug, " + score + " as s }",
            "match { $d: Doc } return { $d.slug, rrf("
                + score
                + ", nearest($d.place, [0, 1])) as s }",
            "match { $d: Doc optional { $d cites $e "
                + score
                + " > 0.1 } } return { $d.slug, $e.slug as e }",
            "match { $d: Doc } return { $d.slug, count { $d cites $e bm25($e.body, \"word\") > "
                + score
                + " } as n }")) {
      assertThat(queries.rows(query + order)).as(query).hasSize(2);
    }
  }

  @Test
  void variablesOfOneNameInDifferentPatternsAreSearchedInTheirOwnTypes() {
    MemoryGraph other =
        new MemoryGraph(
            MemoryQueries.schema(
                """
                node Doc { slug: String @key }
                node Note { slug: String @key  body: String }
                node Person { slug: String @key  body: String }
                edge About: Note -> Doc
                edge Wrote: Person -> Doc
                """));
    other.node("Doc", "d", "d").node("Note", "n", "n", "nothing").node("Person", "p", "p", "word");
    other.edge("About", "a", "n", "d").edge("Wrote", "w", "p", "d");

    assertThat(
            new MemoryQueries(other)
                .rows(
                    """
                    match { $d: Doc }
                    return {
                      count { $n about $d search($n.body, "word") } as a,
                      count { $n wrote $d search($n.body, "word") } as b
                    }
                    """))
        .containsExactly(row(0L, 1L));
  }

  @Test
  void whereNoMoreNodesHaveAScoreAllAreLookedAtAtOnceAndATextIsEmbeddedOnce() {
    HashEmbedder hash = new HashEmbedder();
    AtomicInteger embedded = new AtomicInteger();
    for (int i = 0; i < 300; i++) {
      String slug = "d%03d".formatted(i);
      graph.node(
          "Doc",
          slug,
          slug,
          "text",
          null,
          i < 5 ? hash.embed(List.of("cat"), 64).getFirst() : null);
    }
    Embedder counting =
        new Embedder() {
          @Override
          public String model() {
            return HashEmbedder.MODEL;
          }

          @Override
          public List<float[]> embed(List<String> texts, int dimension) {
            embedded.incrementAndGet();
            return hash.embed(texts, dimension);
          }

          @Override
          public void close() {}
        };

    QueryAnswer words =
        queries.run(
            "match { $d: Doc } return { $d.slug } order { bm25($d.body, \"nowhere\") desc } limit 10",
            Map.of());
    QueryAnswer near =
        queries
            .with(counting)
            .run(
                "match { $d: Doc } return { $d.slug } order { nearest($d.meaning, \"a cat\") } limit 10",
                Map.of());

    assertThat(words.rows()).hasSize(10);
    assertThat(words.report().steps())
        .extracting(StepReport::operator)
        .filteredOn(step -> step.startsWith("scan"))
        .hasSize(2);
    assertThat(near.rows()).hasSize(10);
    assertThat(embedded).hasValueLessThanOrEqualTo(1);
  }

  private void many(int count) {
    for (int i = 0; i < count; i++) {
      doc(
          "d%03d".formatted(i),
          "word ".repeat(i % 7) + "other ".repeat(i % 5),
          i % 3 == 0 ? new float[0] : new float[] {i % 11 - 5, i % 13 - 6});
    }
  }

  private void doc(String slug, String body, float... place) {
    graph.node("Doc", slug, slug, body, place.length == 0 ? null : place);
  }

  private GraphException refused(String query) {
    return catchThrowableOfType(GraphException.class, () -> queries.rows(query));
  }

  private GraphException refused(String query, int number) {
    return catchThrowableOfType(
        GraphException.class, () -> queries.run(queries.read(query), Map.of("n", number)));
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }
}

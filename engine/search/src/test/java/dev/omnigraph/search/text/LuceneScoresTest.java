package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.schema.TextAnalysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scores are those of Lucene over the same terms, and so are the best rows. */
class LuceneScoresTest {
  @Test
  void rowsScoreAsInLucene() throws IOException {
    for (TextAnalysis analysis :
        List.of(TextAnalysis.DEFAULT, TextAnalysis.language("german", true, true, false, true))) {
      TextWorld world = world(analysis);
      world.segments.add(world.build(world.files.subList(0, 2)));

      try (LuceneTexts lucene = new LuceneTexts(world.analyzer, world.texts())) {
        assertSameScores(world, lucene);
      }
    }
  }

  @Test
  void rowsThatWereDeletedCountNoMoreThanInALuceneIndexThatForgotThem() throws IOException {
    TextWorld world = world(TextAnalysis.DEFAULT);
    try (LuceneTexts lucene = new LuceneTexts(world.analyzer, world.texts())) {
      world.segments.add(world.build(world.files));
      List<Long> gone = new ArrayList<>(world.texts().keySet());
      for (int place = 0; place < 200; place += 3) {
        world.delete(world.files.get(1), place);
      }
      gone.removeAll(world.texts().keySet());
      lucene.delete(gone);

      assertSameScores(world, lucene);
    }
  }

  private static void assertSameScores(TextWorld world, LuceneTexts lucene) throws IOException {
    RandomTexts texts = new RandomTexts(77);
    TextIndex index = world.index();
    for (int i = 0; i < 40; i++) {
      String words = texts.words(1 + i % 6);
      SortedMap<Long, Double> expected = lucene.scores(words);
      Hits hits = index.score(TextQuery.any(world.analyzer, words));

      assertThat(LongStream.of(hits.addresses()).boxed())
          .containsExactlyElementsOf(expected.keySet());
      for (int hit = 0; hit < hits.scores().length; hit++) {
        double score = Objects.requireNonNull(expected.get(hits.addresses()[hit]));
        assertThat(hits.scores()[hit]).isCloseTo(score, within(LuceneTexts.PRECISION * score));
      }
      LuceneTexts.assertSameBest(hits, expected);
    }
  }

  /** Texts of at least one term: Lucene does not count others. */
  private static TextWorld world(TextAnalysis analysis) {
    RandomTexts texts = new RandomTexts(31);
    TextWorld world = new TextWorld(analysis);
    for (int file = 0; file < 3; file++) {
      world.append(
          new ArrayList<>(
              IntStream.range(0, 200).mapToObj(i -> "row " + texts.words(1 + i % 90)).toList()));
    }
    return world;
  }
}

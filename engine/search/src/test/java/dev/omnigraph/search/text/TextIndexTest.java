package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.schema.TextAnalysis;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TextIndexTest {
  private static final List<TextAnalysis> ANALYSES =
      List.of(
          TextAnalysis.DEFAULT,
          TextAnalysis.language("german", true, false, false, true),
          TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, true, true),
          TextAnalysis.of(TextAnalysis.Analyzer.NGRAM, true, true));

  @Test
  void withoutAnIndexAllTextsAreRead() {
    for (TextAnalysis analysis : ANALYSES) {
      RandomTexts texts = new RandomTexts(11);
      Map<Long, String> rows = new TreeMap<>();
      for (int i = 0; i < 120; i++) {
        rows.put((long) (i % 3) << 32 | i, texts.next());
      }
      TextAnalyzer analyzer = TextAnalyzer.of(analysis);
      TextIndex index =
          TextIndex.of(
              analyzer,
              IntStream.range(0, 3)
                  .mapToObj(i -> new LiveFile(i, new CoveredFile("f" + i, 120, ""), 40))
                  .toList(),
              new PlainTail(rows),
              Runnable::run);
      PlainTexts plain = new PlainTexts(analysis, rows);
      for (int i = 0; i < 20; i++) {
        String words = texts.words(i % 4);

        assertThat(found(index.find(TextQuery.any(analyzer, words)))).isEqualTo(plain.any(words));
        assertThat(found(index.find(TextQuery.phrase(analyzer, words))))
            .isEqualTo(plain.phrase(words));
        assertThat(found(index.find(TextQuery.fuzzy(analyzer, words, null))))
            .isEqualTo(plain.fuzzy(words, null));
        assertScores(index.score(TextQuery.any(analyzer, words)), plain.scores(words));
      }
    }
  }

  static List<Long> found(Hits hits) {
    return LongStream.of(hits.addresses()).boxed().toList();
  }

  static void assertScores(Hits hits, SortedMap<Long, Double> expected) {
    assertThat(found(hits)).isEqualTo(List.copyOf(expected.keySet()));
    for (int i = 0; i < hits.scores().length; i++) {
      double score = Objects.requireNonNull(expected.get(hits.addresses()[i]));
      assertThat(hits.scores()[i]).isCloseTo(score, within(1e-9 * score));
    }
  }
}

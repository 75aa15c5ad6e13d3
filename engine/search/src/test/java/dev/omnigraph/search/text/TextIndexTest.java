package dev.omnigraph.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is indexed, the answer is that of reading all texts. */
class TextIndexTest {
  private static final TextAnalysis.Analyzer SIMPLE = TextAnalysis.Analyzer.SIMPLE;
  private static final List<TextAnalysis> ANALYSES =
      List.of(
          TextAnalysis.DEFAULT,
          TextAnalysis.language("german", true, false, false, true),
          TextAnalysis.language("english", true, true, true, false),
          TextAnalysis.of(SIMPLE, true, true),
          TextAnalysis.of(SIMPLE, false, false),
          TextAnalysis.of(TextAnalysis.Analyzer.NGRAM, true, true));

  @Test
  void everyFunctionFindsWhatReadingAllTextsFinds() {
    for (TextAnalysis analysis : ANALYSES) {
      RandomTexts texts = new RandomTexts(11);
      TextWorld world = filled(analysis, texts, 4, 20);
      world.segments.add(world.build(world.files.subList(0, 3)));
      for (TextIndex index : List.of(world.index(List.of()), world.index())) {
        PlainTexts plain = new PlainTexts(analysis, world.texts());
        for (int i = 0; i < 8; i++) {
          assertAnswers(world, index, plain, texts.words(i % 4));
        }
      }
    }
  }

  @Test
  void everyStateOfSegmentsGivesTheSameBits() {
    for (int seed = 0; seed < 40; seed++) {
      TextAnalysis analysis = ANALYSES.get(seed % ANALYSES.size());
      RandomTexts texts = new RandomTexts(seed);
      Random random = texts.random();
      TextWorld world = filled(analysis, texts, 3, 1 + random.nextInt(40));
      for (int step = 0; step < 12; step++) {
        change(world, texts);
        List<TextWorld.Stored> used =
            world.segments.stream().filter(segment -> random.nextInt(4) > 0).toList();

        assertSame(world, world.index(List.of()), world.index(used), texts, 6);
      }
    }
  }

  @Test
  void manyRowsOfManyTermsAreTheSameInSegmentsOfAnySize() {
    RandomTexts texts = new RandomTexts(5);
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    for (int file = 0; file < 3; file++) {
      List<@Nullable String> rows = new ArrayList<>();
      for (int i = 0; i < 6000; i++) {
        rows.add(texts.random().nextInt(50) == 0 ? null : texts.words(1 + i % 9) + " w" + i);
      }
      if (file == 0) {
        // Places of more than a megabyte are in several parts.
        rows.set(99, "graph ".repeat(1_100_000));
      }
      world.append(rows);
    }
    TextWorld.Stored whole = world.build(world.files);
    TextWorld.Stored spilled = world.build(world.files, 1 << 20);
    TextWorld.Stored merged =
        world.merge(world.files.stream().map(file -> world.build(List.of(file))).toList());
    IntStream.range(0, 150).forEach(i -> world.delete(world.files.get(1), 37 * i));

    for (TextWorld.Stored stored : List.of(whole, spilled, merged)) {
      TextSegmentCheck.check(stored.ref, stored);
      assertSame(world, world.index(List.of()), world.index(List.of(stored)), texts, 1);
    }
    assertThat(spilled.bytes).isEqualTo(whole.bytes);
    assertThat(merged.bytes).isEqualTo(whole.bytes);
  }

  @Test
  void aMergedSegmentHasNoRowThatIsGone() {
    RandomTexts texts = new RandomTexts(8);
    TextWorld world = filled(TextAnalysis.DEFAULT, texts, 4, 50);
    TextWorld.Stored one = world.build(world.files.subList(0, 2));
    TextWorld.Stored other = world.build(world.files.subList(1, 4));
    world.files.remove(2);
    for (int place = 0; place < 50; place += 3) {
      world.delete(world.files.get(1), place);
    }

    TextWorld.Stored merged = world.merge(List.of(one, other));

    assertThat(merged.bytes).isEqualTo(world.build(world.files).bytes);
  }

  @Test
  void rowsMayComeAsTextsAndAsOtherSegmentsKnowThemInTurns() {
    RandomTexts texts = new RandomTexts(14);
    TextWorld world = filled(TextAnalysis.DEFAULT, texts, 5, 60);
    TextSegment two = world.open(world.build(world.files.subList(1, 3)));
    TextSegment last = world.open(world.build(world.files.subList(4, 5)));
    for (int place = 0; place < 60; place += 7) {
      world.delete(world.files.get(2), place);
    }
    TextWorld.Stored expected = world.build(world.files);
    List<LiveFile> version = world.version();

    for (long memory : List.of(1L, TextWorld.MEMORY)) {
      try (TextSegmentWriter writer =
          new TextSegmentWriter(world.analyzer, expected.files, memory, TextWorld.MOST)) {
        addTexts(writer, 0, world.files.get(0));
        writer.add(60, two, version.subList(1, 3), world);
        addTexts(writer, 180, world.files.get(3));
        writer.add(240, last, version.subList(4, 5), world);

        assertThat(TextWorld.store(writer.finish()).bytes).isEqualTo(expected.bytes);
      }
    }
  }

  @Test
  void filesThatASegmentDoesNotKnowSoAreNotTakenFromIt() {
    TextWorld world = filled(TextAnalysis.DEFAULT, new RandomTexts(15), 3, 5);
    TextSegment two = world.open(world.build(world.files.subList(0, 2)));
    List<LiveFile> version = world.version();
    TextAnalyzer simple = TextAnalyzer.of(TextAnalysis.of(SIMPLE, true, true));

    for (List<LiveFile> files : List.of(version, version.subList(0, 2).reversed())) {
      assertThatThrownBy(() -> merge(world.analyzer, two, files, world))
          .isInstanceOf(DerivedUnusable.class);
    }
    assertThatThrownBy(() -> merge(simple, two, version.subList(0, 2), world))
        .isInstanceOf(DerivedUnusable.class);
  }

  private static void merge(
      TextAnalyzer analyzer, TextSegment segment, List<LiveFile> files, TextWorld world) {
    List<CoveredFile> covered = files.stream().map(LiveFile::file).toList();
    try (TextSegmentWriter writer =
        new TextSegmentWriter(analyzer, covered, TextWorld.MEMORY, TextWorld.MOST)) {
      writer.add(0, segment, files, world);
    }
  }

  private static void addTexts(TextSegmentWriter writer, long first, TextWorld.File file) {
    for (int i = 0; i < file.texts.size(); i++) {
      writer.add(first + i, file.texts.get(i));
    }
  }

  @Test
  void aFileThatSeveralSegmentsKnowCountsOnce() {
    RandomTexts texts = new RandomTexts(9);
    TextWorld world = filled(TextAnalysis.DEFAULT, texts, 3, 20);
    world.segments.add(world.build(world.files.subList(0, 2)));
    world.segments.add(world.build(world.files.subList(1, 3)));
    world.segments.add(world.build(world.files));

    assertSame(world, world.index(List.of()), world.index(), texts, 6);
    world.textsRead = 0;
    var _ = world.index().find(TextQuery.any(world.analyzer, "graph"));
    assertThat(world.textsRead).isZero();
  }

  @Test
  void aSegmentOfAnotherAnalysisIsNotAsked() {
    RandomTexts texts = new RandomTexts(10);
    TextWorld other = filled(TextAnalysis.of(SIMPLE, true, true), texts, 1, 20);
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    world.append(other.files.getFirst().texts);

    assertSame(
        world, world.index(List.of()), world.index(List.of(other.build(other.files))), texts, 6);
  }

  @Test
  void noTermsMatchNothing() {
    TextWorld world = filled(TextAnalysis.DEFAULT, new RandomTexts(1), 1, 20);
    for (String words : List.of("", "the of", " — ")) {
      assertThat(world.index().find(TextQuery.any(world.analyzer, words)).addresses()).isEmpty();
      assertThat(world.index().find(TextQuery.phrase(world.analyzer, words)).addresses()).isEmpty();
      assertThat(world.index().find(TextQuery.fuzzy(world.analyzer, words, 2)).addresses())
          .isEmpty();
      assertThat(world.index().score(TextQuery.any(world.analyzer, words)).addresses()).isEmpty();
    }
  }

  private static TextWorld filled(TextAnalysis analysis, RandomTexts texts, int files, int rows) {
    TextWorld world = new TextWorld(analysis);
    for (int i = 0; i < files; i++) {
      world.append(rows(texts, rows));
    }
    return world;
  }

  private static List<@Nullable String> rows(RandomTexts texts, int rows) {
    List<@Nullable String> some = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      some.add(texts.random().nextInt(12) == 0 ? null : texts.next());
    }
    return some;
  }

  /** What may happen to a table and its segments. */
  private static void change(TextWorld world, RandomTexts texts) {
    Random random = texts.random();
    List<TextWorld.File> some = world.files.stream().filter(file -> random.nextBoolean()).toList();
    switch (random.nextInt(7)) {
      case 0 -> world.append(rows(texts, random.nextInt(30)));
      case 1, 2 ->
          some.forEach(
              file -> {
                if (!file.texts.isEmpty()) {
                  world.delete(file, random.nextInt(file.texts.size()));
                }
              });
      case 3 -> {
        if (world.files.size() > 2) {
          world.files.remove(random.nextInt(world.files.size()));
        }
      }
      case 4, 5 -> world.segments.add(random.nextInt(world.segments.size() + 1), world.build(some));
      default -> {
        List<TextWorld.Stored> merged =
            world.segments.stream().filter(segment -> random.nextBoolean()).toList();
        TextWorld.Stored stored = world.merge(merged);
        TextSegmentCheck.check(stored.ref, stored);
        world.segments.removeAll(merged);
        world.segments.add(stored);
      }
    }
  }

  private static void assertSame(
      TextWorld world, TextIndex plain, TextIndex index, RandomTexts texts, int queries) {
    for (int i = 0; i < queries; i++) {
      TextAnalyzer analyzer = world.analyzer;
      String words = texts.words(1 + i % 4);
      for (TextQuery query :
          List.of(
              TextQuery.any(analyzer, words),
              TextQuery.phrase(analyzer, words),
              TextQuery.fuzzy(analyzer, words, i % 3),
              TextQuery.fuzzy(analyzer, words, null))) {
        index.warm(query);
        assertThat(found(index.find(query))).as("%s", query).isEqualTo(found(plain.find(query)));
      }
      Hits expected = plain.score(TextQuery.any(analyzer, words));
      Hits hits = index.score(TextQuery.any(analyzer, words));
      assertThat(hits.addresses()).isEqualTo(expected.addresses());
      assertThat(hits.scores()).isEqualTo(expected.scores());
      assertThat(scores(world, index, words)).isEqualTo(scores(world, hits));
    }
  }

  private static void assertAnswers(
      TextWorld world, TextIndex index, PlainTexts plain, String words) {
    TextAnalyzer analyzer = world.analyzer;
    assertThat(found(index.find(TextQuery.any(analyzer, words)))).isEqualTo(plain.any(words));
    assertThat(found(index.find(TextQuery.phrase(analyzer, words)))).isEqualTo(plain.phrase(words));
    assertThat(found(index.find(TextQuery.fuzzy(analyzer, words, null))))
        .isEqualTo(plain.fuzzy(words, null));
    assertThat(found(index.find(TextQuery.fuzzy(analyzer, words, 1))))
        .isEqualTo(plain.fuzzy(words, 1));
    SortedMap<Long, Double> expected = plain.scores(words);
    Hits hits = index.score(TextQuery.any(analyzer, words));
    assertThat(found(hits)).isEqualTo(List.copyOf(expected.keySet()));
    for (int i = 0; i < hits.scores().length; i++) {
      double score = Objects.requireNonNull(expected.get(hits.addresses()[i]));
      assertThat(hits.scores()[i]).isCloseTo(score, within(1e-9 * score));
    }
  }

  /** What each text of the table is worth by itself. */
  private static List<Double> scores(TextWorld world, TextIndex index, String words) {
    TextScorer scorer = index.scorer(TextQuery.any(world.analyzer, words));
    return world.texts().values().stream().map(scorer::of).toList();
  }

  private static List<Double> scores(TextWorld world, Hits hits) {
    return world.texts().keySet().stream()
        .map(
            address -> {
              int at = Arrays.binarySearch(hits.addresses(), address);
              return at < 0 ? 0 : hits.scores()[at];
            })
        .toList();
  }

  private static List<Long> found(Hits hits) {
    return LongStream.of(hits.addresses()).boxed().toList();
  }
}

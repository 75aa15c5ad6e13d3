package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TextAnalyzer;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.text.TextQuery;
import dev.omnigraph.table.SearchWorld.Row;
import dev.omnigraph.table.SearchWorld.Version;
import dev.omnigraph.table.SegmentRef.Kind;
import dev.omnigraph.value.PropertyType.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search segments through whatever happens to their table: answers never depend on them. */
class SegmentLifeTest {
  @TempDir Path folder;
  private SearchWorld world;
  private Version built;

  @BeforeEach
  void build() {
    world = new SearchWorld(folder, 7);
    built = world.upkept(world.with(world.empty(), "a", 100));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsSearchedGetsASegmentOfEachColumnOnceItIsWorthIt() {
    assertThat(built.pin().segments())
        .extracting(SegmentRef::kind, SegmentRef::field, SegmentRef::how)
        .containsExactly(
            tuple(Kind.TEXT, 1, SearchWorld.ANALYSIS.text()), tuple(Kind.VECTOR, 2, "l2"));
    assertNothingToDo(built);
    world.assertAnswers(built);

    Version few = world.with(built, "b", 9);
    assertNothingToDo(few);
    world.assertAnswers(few);
    assertThat(few.pin().segments()).isEqualTo(built.pin().segments());
  }

  @Test
  void rowsThatComeGetSegmentsOfTheirOwnAndSmallOnesAreMerged() {
    Version larger = world.upkept(world.with(built, "b", 500));
    assertThat(larger.pin().segments()).as("100 and 500 become one").hasSize(2);

    Version more = world.upkept(world.with(larger, "c", 20));
    assertThat(more.pin().segments()).hasSize(4).containsAll(larger.pin().segments());
    Version merged = world.upkept(world.with(more, "d", 20));
    assertThat(merged.pin().segments())
        .hasSize(4)
        .containsAll(larger.pin().segments())
        .doesNotContainAnyElementsOf(more.pin().segments().subList(0, 1));
    world.assertAnswers(more);
    world.assertAnswers(merged);
    assertNothingToDo(merged);
  }

  @Test
  void aTextSegmentOfWhatOthersKnowIsTheSameAsOneOfTheRowsAndReadsNone() {
    Version more = world.upkept(world.with(world.upkept(world.with(built, "b", 500)), "c", 20));
    Version fewer = world.without(more, world.some(more, 40));
    SegmentSpec.Texts texts = new SegmentSpec.Texts("bio", SearchWorld.ANALYSIS);
    try (LanceTable table = world.tables.openTable(fewer.pin())) {
      List<LiveFile> files = LanceSearch.files(table, LanceSearch.field(table, "bio"));
      SegmentRef ofRows = SegmentForm.write(texts, files, table);
      List<TextSources.Run> runs = TextSources.of(texts, files, table);
      files.forEach(file -> world.tables.objects().delete(file.file().path()));

      SegmentRef merged = SegmentForm.writeTexts(texts, files, runs, table);

      assertThat(runs).hasSize(2).allMatch(run -> run.segment().isPresent());
      assertThat(body(merged, table)).isEqualTo(body(ofRows, table));
    }
  }

  private byte[] body(SegmentRef ref, LanceTable table) {
    String key = TableObject.segment(table.pin().path(), ref.object().name());
    return world.tables.objects().get(key).orElseThrow().body();
  }

  @Test
  void rowsAreReadWhereASegmentThatIsToBecomeAPartOfAnotherIsDamaged() {
    for (String key : built.pin().segmentKeys()) {
      byte[] body = world.tables.objects().get(key).orElseThrow().body();
      body[body.length / 4] ^= 1;
      world.tables.objects().delete(key);
      world.tables.objects().create(key, body);
    }
    world.close();
    world = new SearchWorld(folder, 8);

    Version larger = world.upkept(world.with(built, "b", 500));

    assertThat(larger.pin().segments()).as("100 and 500 become one").hasSize(2);
    world.assertAnswers(larger);
    assertThat(world.tables.checkDerived(larger.pin())).isEmpty();
  }

  @Test
  void rowsThatGoAreNotFoundAndASegmentThatLostAThirdIsBuiltAgain() {
    Version fewer = world.without(built, world.some(built, 30));
    world.assertAnswers(fewer);
    assertThat(world.upkept(fewer).pin().segments()).isEqualTo(built.pin().segments());

    Version few = world.changed(fewer, world.some(fewer, 10), "u", 5);
    Version again = world.upkept(few);

    assertThat(again.pin().segments())
        .hasSize(2)
        .doesNotContainAnyElementsOf(built.pin().segments());
    world.assertAnswers(few);
    world.assertAnswers(again);
    assertNothingToDo(again);
  }

  @Test
  void rowsThatCompactionMovedAreKnownAgainAtOnce() {
    Version fewer = world.without(world.with(built, "b", 60), world.some(built, 15));
    Version compacted =
        world.upkept(
            fewer, UpkeepPolicy.DEFAULT.withSearch(SearchWorld.POLICY.search()), SearchWorld.SPECS);

    assertThat(compacted.pin().segments())
        .hasSize(2)
        .doesNotContainAnyElementsOf(built.pin().segments());
    world.assertAnswers(compacted);
    try (LanceTable table = world.tables.openTable(compacted.pin())) {
      assertThat(LanceSearch.files(table, 1)).as("one file").hasSize(1);
    }
  }

  @Test
  void anotherAnalysisOrMetricOrNoIndexDropsASegment() {
    SegmentSpec.Texts simple =
        new SegmentSpec.Texts("bio", TextAnalysis.of(TextAnalysis.Analyzer.SIMPLE, true, false));
    SegmentSpec.Vectors dot =
        new SegmentSpec.Vectors("at", VectorMetric.DOT, SearchWorld.DIMENSION);

    Version other = world.upkept(built, SearchWorld.POLICY, List.of(simple, dot));
    Version none = world.upkept(built, SearchWorld.POLICY, List.of());

    assertThat(other.pin().segments())
        .extracting(SegmentRef::how)
        .containsExactly(simple.how(), "dot");
    assertThat(none.pin().segments()).isEmpty();
    world.assertAnswers(other);
    world.assertAnswers(none);
  }

  @Test
  void aSegmentOfAnEarlierVersionOfTheAnalysisIsBuiltAgainAndNotHeldAgainstTheRows() {
    SegmentRef bios = built.pin().segments().getFirst();
    SegmentRef earlier =
        new SegmentRef(bios.kind(), bios.field(), "english-stem-stop-fold-v0", bios.object());
    Version old =
        new Version(
            built.pin().withSegments(List.of(earlier, built.pin().segments().getLast())),
            built.rows());

    assertThat(world.tables.checkDerived(old.pin())).isEmpty();
    world.assertAnswers(old);
    assertThat(world.upkept(old).pin().segments())
        .extracting(SegmentRef::how)
        .containsExactly(SearchWorld.ANALYSIS.text(), "l2");
  }

  @Test
  void otherColumnsKeepWhatIsKnownOfTheirOwn() {
    Field about = ArrowSchemas.field("about", Scalar.STRING, true);
    Field level = ArrowSchemas.field("level", Scalar.I32, false);
    Pin renamed =
        columns(
            new ColumnChange(
                new Schema(List.of(SearchWorld.ID, about, SearchWorld.AT, level)),
                Map.of("id", "id", "about", "bio", "at", "at"),
                Map.of("level", 3),
                Map.of(),
                false));
    List<SegmentSpec> specs =
        List.of(
            new SegmentSpec.Texts("about", SearchWorld.ANALYSIS),
            new SegmentSpec.Vectors("at", SearchWorld.METRIC, SearchWorld.DIMENSION));

    assertThat(renamed.segments()).isEqualTo(built.pin().segments());
    assertThat(
            world
                .plan(new Version(renamed, built.rows()), SearchWorld.POLICY, specs)
                .segments()
                .isEmpty())
        .isTrue();
    Pin dropped =
        columns(
            new ColumnChange(
                new Schema(List.of(SearchWorld.ID, SearchWorld.BIO)),
                Map.of("id", "id", "bio", "bio"),
                Map.of(),
                Map.of(),
                false));
    assertThat(dropped.segments()).extracting(SegmentRef::kind).containsExactly(Kind.TEXT);
  }

  @Test
  void branchesGoTheirOwnWaysAndAMergeHasTheSegmentsOfBoth() {
    Version ours = world.upkept(world.changed(built, world.some(built, 5), "o", 60));
    Version theirs = world.upkept(world.with(built, "t", 60));
    world.assertAnswers(ours);
    world.assertAnswers(theirs);

    SortedMap<String, Row> rows = new TreeMap<>(ours.rows());
    rows.putAll(theirs.rows().subMap("t", "u"));
    Version merged = new Version(adopted(built.pin(), ours.pin(), theirs.pin()), rows);

    assertThat(merged.pin().segments())
        .containsAll(ours.pin().segments())
        .containsAll(theirs.pin().segments());
    world.assertAnswers(merged);
    Version upkept = world.upkept(merged);
    world.assertAnswers(upkept);
    assertThat(upkept.pin().segments().size()).isLessThan(merged.pin().segments().size());
  }

  @Test
  void aMergeIntoARestoredVersionNamesNoSegmentThatLeftOutItsRows() {
    Version first = world.with(world.empty("nodes/t-3"), "a", 100);
    Version restored = world.without(first, world.some(first, 1));
    Version fork = world.without(restored, world.some(restored, 7));
    Version theirs = world.upkept(world.with(fork, "t", 60));

    Version merged = merged(fork, restored, theirs);
    Version onFork = merged(fork, fork, theirs);

    assertThat(merged.pin().segments()).isEmpty();
    world.assertAnswers(merged);
    assertThat(onFork.pin().segments()).isEqualTo(theirs.pin().segments());
    world.assertAnswers(onFork);
  }

  @Test
  void aFileThatComesBackTakesASegmentAwayThatLeftOutItsRows() {
    Version first = world.with(world.empty("nodes/t-3"), "a", 100);
    Version both = world.with(first, "b", 60);
    List<String> ids = List.copyOf(both.rows().subMap("b", "c").keySet());
    Version ours = world.upkept(world.without(both, ids.subList(0, 5)));
    Version gone = world.without(ours, ids.subList(5, ids.size()));
    assertThat(gone.pin().segments()).hasSize(2);

    Version merged = merged(first, gone, both);

    assertThat(merged.pin().segments()).isEmpty();
    world.assertAnswers(merged);
  }

  @Test
  void aVersionThatARivalRestoredHasNoneOfTheObjectsThatLeftOutItsRows() {
    Version first = world.with(world.empty("nodes/t-3"), "a", 100);
    Version restored = world.without(first, world.some(first, 1));
    Version later = world.without(restored, world.some(restored, 7));
    Version grown = world.with(later, "b", 60);
    Version rival = world.without(grown, world.some(grown, 3));
    try (WritableTable table = world.tables.open(grown.pin())) {
      UpkeepPlan plan =
          table.planUpkeep(SearchWorld.POLICY, List.of(), List.of(), SearchWorld.SPECS);
      StagedChange staged = table.stageUpkeep(plan, SearchWorld.POLICY, new OperationId("upkeep"));

      Version onRestored = new Version(committed(staged, restored), restored.rows());
      Version onRival = new Version(committed(staged, rival), rival.rows());

      assertThat(onRestored.pin().segments()).isEmpty();
      world.assertAnswers(onRestored);
      assertThat(onRival.pin().segments()).hasSize(2);
      world.assertAnswers(onRival);
    }
  }

  private Version merged(Version base, Version ours, Version theirs) {
    SortedMap<String, Row> rows = new TreeMap<>(ours.rows());
    theirs
        .rows()
        .forEach(
            (id, row) -> {
              if (!base.rows().containsKey(id)) {
                rows.put(id, row);
              }
            });
    return new Version(adopted(base.pin(), ours.pin(), theirs.pin()), rows);
  }

  private Pin committed(StagedChange staged, Version on) {
    try (WritableTable table = world.tables.open(on.pin())) {
      return table.commit(staged).orElseThrow();
    }
  }

  @Test
  void aVersionThatIsRestoredHasWhatItHad() {
    Version later = world.upkept(world.without(built, world.some(built, 60)));
    Pin restored;
    try (WritableTable table = world.tables.open(later.pin())) {
      restored = table.commit(table.take(built.pin())).orElseThrow();
    }

    assertThat(restored.segments()).isEqualTo(built.pin().segments());
    world.assertAnswers(new Version(restored, built.rows()));
  }

  @Test
  void afterALostRaceTheSameSegmentsArePublishedOnTheRivalsVersion() {
    Version grown = world.with(built, "b", 80);
    try (WritableTable table = world.tables.open(grown.pin())) {
      UpkeepPlan plan =
          table.planUpkeep(SearchWorld.POLICY, List.of(), List.of(), SearchWorld.SPECS);
      StagedChange staged = table.stageUpkeep(plan, SearchWorld.POLICY, new OperationId("upkeep"));
      Version rival = world.changed(grown, world.some(grown, 7), "r", 9);
      long requests = world.tables.io().requests();
      Pin published;
      try (WritableTable on = world.tables.open(rival.pin())) {
        published = on.commit(staged).orElseThrow();
      }

      assertThat(world.tables.io().requests()).as("nothing is built again").isEqualTo(requests);
      assertThat(published.segments()).isEqualTo(table.commit(staged).orElseThrow().segments());
      world.assertAnswers(new Version(published, rival.rows()));
    }
  }

  @Test
  void aSegmentThatIsGoneOrDamagedIsDoneWithoutAndBuiltAgain() {
    for (String how : List.of("gone", "empty", "flipped")) {
      for (String key : built.pin().segmentKeys()) {
        byte[] body = world.tables.objects().get(key).orElseThrow().body();
        world.tables.objects().delete(key);
        if (how.equals("flipped")) {
          body[body.length / 3] ^= 4;
        }
        if (!how.equals("gone")) {
          world.tables.objects().create(key, how.equals("empty") ? new byte[0] : body);
        }
      }

      // Another process: what this one has read it keeps.
      world.close();
      world = new SearchWorld(folder, 8);
      world.assertAnswers(built);
      Version again = world.upkept(built);
      world.assertAnswers(again);
      if (!how.equals("flipped")) {
        assertThat(again.pin().segments())
            .as("what is flipped behind the index is found by whoever reads it")
            .doesNotContainAnyElementsOf(built.pin().segments());
        built = again;
      }
    }
  }

  @Test
  void aColdQuestionReadsASmallSegmentWithOneRequestAndAWarmOneWithNone() {
    world.close();
    world = new SearchWorld(folder, 9);
    try (LanceTable table = world.tables.openTable(built.pin())) {
      TextIndex texts = table.text("bio", SearchWorld.ANALYSIS);
      TextQuery query = TextQuery.any(TextAnalyzer.of(SearchWorld.ANALYSIS), "red fish");
      long before = world.tables.io().requests();
      texts.score(query);
      long cold = world.tables.io().requests();
      texts.score(query);
      texts.find(query);

      assertThat(cold - before).isOne();
      assertThat(world.tables.io().requests()).isEqualTo(cold);

      float[] to = new float[SearchWorld.DIMENSION];
      table.vectors("at", SearchWorld.METRIC).nearest(to, 3, null);
      assertThat(world.tables.io().requests() - cold)
          .as("the segment, and the vectors of the best rows")
          .isBetween(1L, 6L);
    }
  }

  @Test
  void workThatIsTooMuchForARunGoesOnInTheNext() {
    UpkeepPolicy little =
        SearchWorld.POLICY.withSearch(
            SearchWorld.POLICY.search().withRun(new SegmentWork(100, 1L << 40)));
    Version version = world.empty("nodes/t-2");
    for (int i = 0; i < 6; i++) {
      version = world.with(version, "r" + i + "-", 50);
    }
    List<Long> left = new ArrayList<>();
    for (int run = 0; run < 7 && !world.plan(version, little, SearchWorld.SPECS).isEmpty(); run++) {
      version = world.upkept(version, little, SearchWorld.SPECS);
      left.add(version.pin().generation());
      world.assertAnswers(version);
    }

    assertThat(left).hasSize(6);
    assertNothingToDo(version);
  }

  @Test
  void aFileThatIsTooLargeForASegmentLeavesNoOtherWithoutAndUpkeepEnds() {
    long half =
        world.upkept(world.with(world.empty("nodes/t-4"), "s", 50)).pin().segments().stream()
            .mapToLong(segment -> segment.object().bytes())
            .max()
            .orElseThrow();
    try (SearchWorld tight = SearchWorld.ofObjects(folder, half * 3 / 2)) {
      Version version = tight.with(tight.empty("nodes/t-5"), "big", 1000);
      for (int i = 0; i < 7; i++) {
        version = tight.upkept(tight.with(version, "r" + i + "-", 40 + i));
      }
      List<Long> generations = new ArrayList<>();
      for (int run = 0; run < 8; run++) {
        version = tight.upkept(version);
        generations.add(version.pin().generation());
      }

      assertThat(generations.subList(2, 8)).containsOnly(generations.get(2));
      assertThat(version.pin().segments()).hasSizeBetween(2 * 4, 2 * 7);
      tight.assertAnswers(version);
      try (WritableTable table = tight.tables.open(version.pin())) {
        UpkeepPlan plan =
            table.planUpkeep(SearchWorld.POLICY, List.of(), List.of(), SearchWorld.SPECS);
        List<BuiltSegments> told =
            table.stageUpkeep(plan, SearchWorld.POLICY, new OperationId("o")).builtSegments();
        assertThat(told)
            .extracting(BuiltSegments::failure)
            .as("where and why")
            .allSatisfy(
                failure -> assertThat(failure).startsWith("nodes/t-5/data/").contains(".lance: "));
        assertThat(told)
            .extracting(BuiltSegments::rows, BuiltSegments::left)
            .as("what cannot be built is told")
            .containsExactly(tuple(0L, 1000L), tuple(0L, 1000L));
      }
    }
  }

  @Test
  void aTableThatIsClosedHasEndedWhatItsIndexesStarted() {
    Version version = world.with(world.without(built, world.some(built, 20)), "b", 500);
    TextQuery query = TextQuery.any(TextAnalyzer.of(SearchWorld.ANALYSIS), "red fish");
    for (int i = 0; i < 50; i++) {
      try (LanceTable table = world.tables.openTable(version.pin())) {
        TextIndex texts = table.text("bio", SearchWorld.ANALYSIS);
        texts.start();
        texts.warm(query);
        table.vectors("at", SearchWorld.METRIC).start();
      }

      assertThat(world.tables.allocator().getAllocatedMemory()).isZero();
    }
    LanceTable closed = world.tables.openTable(version.pin());
    TextIndex texts = closed.text("bio", SearchWorld.ANALYSIS);
    closed.close();
    assertThatThrownBy(() -> texts.find(query)).hasMessageContaining("is closed");
  }

  @Test
  void repairNamesASegmentThatIsDamaged() {
    Version fewer = world.without(built, world.some(built, 9));
    assertThat(world.tables.checkDerived(fewer.pin())).isEmpty();

    for (String key : built.pin().segmentKeys()) {
      byte[] body = world.tables.objects().get(key).orElseThrow().body();
      body[body.length / 4] ^= 1;
      world.tables.objects().delete(key);
      world.tables.objects().create(key, body);
    }

    assertThat(world.tables.checkDerived(built.pin()).keySet())
        .containsExactlyInAnyOrderElementsOf(built.pin().segmentKeys());
  }

  @Test
  void repairNamesASegmentThatLacksARowOrATerm() {
    Pin grown = world.with(built, "b", 3).pin();
    try (LanceTable table = world.tables.openTable(grown)) {
      List<SegmentRef> wrong = new ArrayList<>();
      for (SegmentSpec spec : SearchWorld.SPECS) {
        wrong.add(lacking(spec, table));
      }
      Pin bad = grown.withSegments(wrong);

      assertThat(world.tables.checkDerived(bad).keySet())
          .containsExactlyInAnyOrderElementsOf(bad.segmentKeys());
    }
  }

  /** A segment that says of two files that it knows them, and has the rows of the first alone. */
  private SegmentRef lacking(SegmentSpec spec, LanceTable table) {
    List<LiveFile> files = LanceSearch.files(table, LanceSearch.field(table, spec.column()));
    return SegmentForm.write(spec, files, files.subList(0, 1), table);
  }

  /** As many rounds as {@code -Dsearch.rounds} says, of {@code -Dsearch.seed}. */
  @Test
  void aLongLifeAtRandomGivesTheAnswersOfPlainJava() {
    long seed = Long.getLong("search.seed", 11);
    Random random = new Random(seed);
    UpkeepPolicy compacting =
        UpkeepPolicy.DEFAULT.withSearch(
            new UpkeepPolicy.Search(
                40, 1L << 40, 40, 60, 3, SearchWorld.PLENTY, new SegmentWork(300, 1L << 40)));
    Version version = built;
    Version other = built;
    for (int round = 0; round < Integer.getInteger("search.rounds", 200); round++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> version = world.with(version, "r" + round + "-", 1 + random.nextInt(40));
        case 2 -> version = world.without(version, world.some(version, 1 + random.nextInt(30)));
        case 3 ->
            version =
                world.changed(
                    version,
                    world.some(version, 1 + random.nextInt(20)),
                    "u" + round + "-",
                    1 + random.nextInt(20));
        case 4 -> version = world.upkept(version, compacting, SearchWorld.SPECS);
        case 5, 6 -> version = world.upkept(version);
        default -> {
          Version before = version;
          version = random.nextInt(4) == 0 ? other : version;
          other = before;
        }
      }
      if (round % 4 == 3) {
        world.assertAnswers(version);
      }
    }
    Version last = world.upkept(version);
    world.assertAnswers(last);
    assertThat(world.tables.checkDerived(last.pin())).isEmpty();
  }

  private void assertNothingToDo(Version version) {
    assertThat(world.plan(version, SearchWorld.POLICY, SearchWorld.SPECS).isEmpty()).isTrue();
  }

  private Pin columns(ColumnChange change) {
    try (WritableTable table = world.tables.open(built.pin())) {
      return table
          .commit(table.stageColumns(change, new OperationId("columns"), () -> {}))
          .orElseThrow();
    }
  }

  private Pin adopted(Pin base, Pin ours, Pin theirs) {
    try (WritableTable common = world.tables.open(base);
        WritableTable source = world.tables.open(theirs);
        WritableTable target = world.tables.open(ours);
        Staging staging = target.stage(new OperationId("merge"))) {
      VersionDiff.between(common, source).added().forEach(file -> staging.adopt(source, file));
      return target.commit(staging.finish()).orElseThrow();
    }
  }
}

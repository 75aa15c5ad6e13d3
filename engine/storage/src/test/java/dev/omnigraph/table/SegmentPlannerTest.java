package dev.omnigraph.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentPlanner.Decision;
import dev.omnigraph.table.SegmentPlanner.Known;
import dev.omnigraph.table.SegmentRef.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentPlannerTest {
  private static final SegmentWork PLENTY = new SegmentWork(1_000_000, 1_000_000);

  /**
   * Full at 1000 rows or bytes, ratio 4; worth a segment from 40 rows or 400 bytes of texts and
   * from 100 vectors on; merged up to 20 rows whatever their proportions, or when more than 3.
   */
  private static final UpkeepPolicy POLICY =
      new UpkeepPolicy(1000, 1000, 20, 20, 4, 0.1)
          .withSearch(
              new UpkeepPolicy.Search(40, 400, 100, 20, 3, new SegmentWork(1000, 1000), PLENTY));

  private static final SegmentPlanner PLANNER = new SegmentPlanner(POLICY, 1000);

  private final Map<Integer, Long> bytes = new HashMap<>();

  @Test
  void fewRowsAreReadAndNotIndexed() {
    assertThat(decide(Kind.TEXT, List.of(file(0, 39))).builds()).isEmpty();
    assertThat(decide(Kind.TEXT, List.of(file(0, 39))).left()).isZero();
    assertThat(decide(Kind.TEXT, List.of(file(0, 20), file(1, 20))).builds())
        .containsExactly(List.of(file(0, 20), file(1, 20)));
    assertThat(decide(Kind.VECTOR, List.of(file(0, 99))).builds()).isEmpty();
    assertThat(decide(Kind.VECTOR, List.of(file(0, 100))).builds()).hasSize(1);
  }

  @Test
  void fewLongTextsAreIndexed() {
    bytes.put(0, 400L);

    assertThat(decide(Kind.TEXT, List.of(file(0, 2))).builds()).hasSize(1);
  }

  @Test
  void aTailBesideASegmentIsIndexedSooner() {
    Known known = known("a", file(0, 500));

    assertThat(decide(Kind.TEXT, List.of(file(0, 500), file(1, 9)), known).builds()).isEmpty();
    assertThat(decide(Kind.TEXT, List.of(file(0, 500), file(1, 10)), known).builds())
        .containsExactly(List.of(file(1, 10)));
  }

  @Test
  void aSegmentInProportionIsMergedWithWhatComes() {
    Known large = known("large", file(0, 450));
    Known small = known("small", file(1, 30));
    List<LiveFile> version = List.of(file(0, 450), file(1, 30), file(2, 10));

    Decision decision = decide(Kind.TEXT, version, large, small);

    assertThat(decision.builds()).containsExactly(List.of(file(1, 30), file(2, 10)));
    assertThat(decision.dropped()).containsExactly("small");
    assertThat(decision.work().rows()).isEqualTo(40);
  }

  @Test
  void aSegmentThatLostAThirdIsBuiltAgain() {
    Known known = known("a", file(0, 200), file(1, 100));

    assertThat(decide(Kind.TEXT, List.of(file(0, 200), fewer(1, 100, 1)), known).builds())
        .isEmpty();
    assertThat(decide(Kind.TEXT, List.of(file(0, 200), fewer(1, 100, 0)), known))
        .satisfies(
            decision -> {
              assertThat(decision.builds()).hasSize(1);
              assertThat(decision.dropped()).containsExactly("a");
            });
    assertThat(decide(Kind.TEXT, List.of(file(0, 200)), known).builds())
        .as("its file is gone")
        .containsExactly(List.of(file(0, 200)));
  }

  @Test
  void aSegmentOfWhichNothingIsLeftIsDropped() {
    Known gone = known("gone", file(0, 200));
    Known again = known("again", file(1, 200));
    Known first = known("first", file(1, 200));

    Decision decision = decide(Kind.TEXT, List.of(file(1, 200)), gone, first, again);

    assertThat(decision.builds()).isEmpty();
    assertThat(decision.dropped()).containsExactlyInAnyOrder("gone", "again");
  }

  @Test
  void moreSegmentsThanAreGoodToAskAreMergedWithoutRowsThatCome() {
    List<LiveFile> version = new ArrayList<>();
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      version.add(file(i, 100 + i));
      known.add(known("s" + i, version.get(i)));
    }

    assertThat(decide(Kind.TEXT, version.subList(0, 3), known.toArray(Known[]::new)).builds())
        .isEmpty();
    assertThat(decide(Kind.TEXT, version, known.toArray(Known[]::new)).dropped()).hasSize(4);
    known.replaceAll(segment -> new Known(segment.name(), segment.files(), 501));
    assertThat(decide(Kind.TEXT, version, known.toArray(Known[]::new)).builds())
        .as("any two would be too large")
        .isEmpty();
  }

  @Test
  void oneSmallSegmentKeepsNoneOfTheOthersFromBeingMerged() {
    List<LiveFile> version = List.of(file(0, 2), file(1, 100), file(2, 100), file(3, 100));
    Known[] known =
        version.stream().map(file -> known("s" + file.fragment(), file)).toArray(Known[]::new);

    assertThat(decide(Kind.TEXT, version, known).dropped()).hasSize(4);
  }

  @Test
  void aFileThatFailedLeavesTheWorkToOthers() {
    List<LiveFile> version = List.of(file(0, 900), file(1, 60), file(2, 90));
    Known known = known("a", file(1, 60));
    SegmentWork little = new SegmentWork(80, 800);

    Decision first = PLANNER.decide(Kind.TEXT, version, bytes, List.of(known), little, Set.of());
    Decision second =
        PLANNER.decide(Kind.TEXT, version, bytes, List.of(known), little, Set.of(file(0, 900)));

    assertThat(first.builds()).containsExactly(List.of(file(0, 900)));
    assertThat(second.builds()).containsExactly(List.of(file(2, 90)));
    assertThat(second.dropped()).isEmpty();
  }

  @Test
  void segmentsEndWhenFull() {
    List<LiveFile> version = List.of(file(0, 400), file(1, 600), file(2, 1), file(3, 2000));

    assertThat(decide(Kind.TEXT, version).builds())
        .containsExactly(
            List.of(file(0, 400), file(1, 600)), List.of(file(2, 1)), List.of(file(3, 2000)));
  }

  @Test
  void workEndsAndGoesOnWhereItStopped() {
    List<LiveFile> version = List.of(file(0, 400), file(1, 600), file(2, 900), file(3, 900));
    version.forEach(file -> bytes.put(file.fragment(), 1L));
    List<Known> known = new ArrayList<>();
    List<Long> left = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      Decision decision =
          PLANNER.decide(Kind.TEXT, version, bytes, known, new SegmentWork(800, 800), Set.of());
      left.add(decision.left());
      apply(decision, known, run);
    }

    assertThat(left).containsExactly(1800L, 900L, 0L, 0L, 0L);
    assertThat(
            PLANNER
                .decide(Kind.TEXT, version, bytes, List.of(), SegmentWork.NONE, Set.of())
                .builds())
        .as("others have done the work")
        .isEmpty();
  }

  /** However rows come and go, upkeep ends, and every file that is worth it is known. */
  @Test
  void afterUpkeepThereIsNothingToDo() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<LiveFile> version = new ArrayList<>();
      List<Known> known = new ArrayList<>();
      int next = 0;
      for (int step = 0; step < 30; step++) {
        version.add(file(next++, 1 + random.nextInt(random.nextBoolean() ? 30 : 900)));
        int changed = random.nextInt(version.size());
        if (random.nextInt(3) == 0 && version.size() > 1) {
          version.remove(changed);
        } else if (random.nextInt(3) == 0) {
          LiveFile file = version.get(changed);
          version.set(changed, fewer(file.fragment(), file.file().rows(), file.rows() / 2));
        }
        int runs = 0;
        for (boolean more = true; more; runs++) {
          Decision decision =
              PLANNER.decide(Kind.TEXT, version, bytes, known, new SegmentWork(500, 500), Set.of());
          more = !decision.builds().isEmpty() || !decision.dropped().isEmpty();
          SegmentPlanner.State before = PLANNER.state(version, known);
          apply(decision, known, 1000 * step + runs);
          assertThat(
                  decision.builds().isEmpty() || PLANNER.state(version, known).isBetterThan(before))
              .as("seed %s step %s", seed, step)
              .isTrue();
          assertThat(runs).as("seed %s step %s", seed, step).isLessThan(100);
        }
        assertThat(known.size()).isLessThan(20);
      }
    }
  }

  private static void apply(Decision decision, List<Known> known, int run) {
    known.removeIf(segment -> decision.dropped().contains(segment.name()));
    for (int i = 0; i < decision.builds().size(); i++) {
      known.addFirst(
          new Known(
              run + "-" + i, decision.builds().get(i).stream().map(LiveFile::file).toList(), 1));
    }
  }

  private Decision decide(Kind kind, List<LiveFile> version, Known... segments) {
    return PLANNER.decide(kind, version, bytes, Arrays.asList(segments), PLENTY, Set.of());
  }

  private static Known known(String name, LiveFile... files) {
    return new Known(name, Arrays.stream(files).map(LiveFile::file).toList(), 250);
  }

  private static LiveFile file(int fragment, long rows) {
    return new LiveFile(fragment, new CoveredFile("f" + fragment, rows, ""), rows);
  }

  private static LiveFile fewer(int fragment, long rows, long left) {
    return new LiveFile(fragment, new CoveredFile("f" + fragment, rows, "deleted" + left), left);
  }

  @Test
  void whatIsRewrittenIsNotKnown() {
    List<LiveFile> after =
        SegmentPlanner.rewritten(List.of(file(0, 50), fewer(1, 50, 45)), Set.of(1));

    assertThat(decide(Kind.TEXT, after, known("a", file(0, 50), file(1, 50))).work().rows())
        .as("it is read again")
        .isGreaterThanOrEqualTo(45);
  }
}

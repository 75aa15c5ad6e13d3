package dev.omnigraph.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Relation;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.Knowledge;
import dev.omnigraph.manifest.KnownRun;
import dev.omnigraph.protocol.history.CommitGraphs.Commit;
import dev.omnigraph.protocol.history.KnownRuns.Bounds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What states and runs say of the commit graph, against the graph itself, on random graphs. */
class CommitGraphTest {
  private static final int STEPS = 40;

  @ParameterizedTest(name = "{2} graphs, {0} entries in a state, {1} runs of a size")
  @CsvSource({"1, 2, 400", "2, 2, 400", "3, 3, 300", "64, 8, 300"})
  void whatIsReadFromStatesAndRunsIsWhatTheGraphIs(int kept, int alike, int graphs) {
    for (int seed = 0; seed < graphs; seed++) {
      play(new Random(seed * 31L + kept), new CommitGraphs(new Bounds(kept, alike)), seed);
    }
  }

  private static void play(Random random, CommitGraphs graphs, int seed) {
    List<Commit> seen = new ArrayList<>();
    Map<Integer, Commit> heads = new HashMap<>();
    Commit first = graphs.first(id(random, 0));
    heads.put(0, first);
    seen.add(first);
    for (int step = 1; step < STEPS; step++) {
      List<Integer> names = List.copyOf(heads.keySet());
      int name = names.get(random.nextInt(names.size()));
      Commit head = Objects.requireNonNull(heads.get(name));
      Commit other =
          random.nextInt(3) == 0
              ? seen.get(random.nextInt(seen.size()))
              : Objects.requireNonNull(heads.get(names.get(random.nextInt(names.size()))));
      Commit after =
          switch (random.nextInt(10)) {
            case 0, 1, 2 -> graphs.commit(head);
            case 3, 4 -> {
              // Also under a name that another branch had, which is deleted by that.
              name = random.nextInt(6) + 1;
              yield graphs.fork(other, id(random, step));
            }
            case 5 -> {
              graphs.mergeInVain(head, other);
              yield head;
            }
            default -> {
              assertRelated(graphs, head, other, seed);
              yield graphs.merge(head, other);
            }
          };
      heads.put(name, after);
      seen.add(after);
      assertThat(
              new KnownLogs(after.state(), graphs.runs).known(graphs.known(all(graphs)).keySet()))
          .as("seed %d", seed)
          .isEqualTo(graphs.known(after.ancestors()));
    }
    for (int i = 0; i < STEPS; i++) {
      Commit ours = seen.get(random.nextInt(seen.size()));
      assertRelated(graphs, ours, seen.get(random.nextInt(seen.size())), seed);
    }
  }

  @Test
  void aBranchJustForkedIsComparedWithoutARequest() {
    CommitGraphs graphs = new CommitGraphs(Bounds.USUAL);
    Commit main = agents(graphs, 0, 1_000);
    Commit agent = graphs.commit(graphs.fork(main, id("x")));
    Commit next = graphs.commit(main);
    long before = graphs.store.io().requests();

    Relation relation = graphs.between(next, agent);

    assertThat(graphs.store.io().requests()).isEqualTo(before);
    assertThat(relation.bases()).containsExactly(main.point());
    assertThat(relation.learned()).isEmpty();
  }

  @Test
  void aMergeIntoABranchThatMergedThousandsSinceReadsARunOrTwo() {
    CommitGraphs graphs = new CommitGraphs(Bounds.USUAL);
    Commit main = agents(graphs, 0, 500);
    Commit agent = graphs.commit(graphs.fork(main, id("00500a")));
    Commit later = agents(graphs, main, 501, 2_500);
    long before = graphs.store.io().requests();

    graphs.between(later, agent);

    assertThat(graphs.store.io().requests() - before).isLessThanOrEqualTo(2);
  }

  @Test
  void aStateStaysSmallHoweverManyBranchesItMerged() {
    CommitGraphs graphs = new CommitGraphs(Bounds.USUAL);

    Commit main = agents(graphs, 0, 5_000);

    Knowledge known = main.state().known();
    assertThat(known.recent()).hasSizeLessThanOrEqualTo(64);
    assertThat(known.runs()).hasSizeLessThanOrEqualTo(3 * 7);
    assertThat(known.runs().stream().mapToLong(KnownRun::count).sum() + known.recent().size())
        .isEqualTo(5_000);
  }

  @Test
  void whatAMergeLearnsBeyondWhatAStateHoldsGoesToARunAtOnce() {
    CommitGraphs graphs = new CommitGraphs(Bounds.USUAL);
    Commit first = graphs.first(id("main"));
    Commit other = graphs.fork(first, id("other"));
    Commit main = agents(graphs, first, 0, 200);

    Commit merged = graphs.merge(graphs.commit(other), main);

    assertThat(merged.state().known().recent()).isEmpty();
    assertThat(merged.state().known().runs())
        .singleElement()
        .extracting(KnownRun::count)
        .isEqualTo(201L);
    assertThat(graphs.between(merged, main).isUpToDate()).isTrue();
  }

  /** As many branches forked from main, written to, and merged. */
  private static Commit agents(CommitGraphs graphs, int from, int through) {
    return agents(graphs, graphs.first(id("main")), from, through);
  }

  private static Commit agents(CommitGraphs graphs, Commit main, int from, int through) {
    Commit head = main;
    for (int i = from; i < through; i++) {
      Commit agent = graphs.fork(head, id(String.format(Locale.ROOT, "%05d", i)));
      head = graphs.merge(head, graphs.commit(agent));
    }
    return head;
  }

  private static BranchId id(String text) {
    return new BranchId(text);
  }

  private static void assertRelated(CommitGraphs graphs, Commit ours, Commit theirs, int seed) {
    assertThat(graphs.between(ours, theirs))
        .as("seed %d, %s and %s", seed, ours.point(), theirs.point())
        .isEqualTo(graphs.relation(ours, theirs));
  }

  private static BitSet all(CommitGraphs graphs) {
    BitSet all = new BitSet();
    all.set(0, graphs.commits().size());
    return all;
  }

  /** In no order, so that the ranges of runs overlap. */
  private static BranchId id(Random random, int number) {
    return new BranchId(Integer.toString(100 + random.nextInt(900)) + "B" + number);
  }
}

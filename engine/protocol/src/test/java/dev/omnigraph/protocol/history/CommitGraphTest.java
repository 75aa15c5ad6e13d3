package dev.omnigraph.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.protocol.history.CommitGraphs.Commit;
import dev.omnigraph.protocol.history.KnownRuns.Bounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
    heads.put(0, graphs.first(id(random, 0)));
    seen.add(heads.get(0));
    for (int step = 1; step < STEPS; step++) {
      List<Integer> names = List.copyOf(heads.keySet());
      int name = names.get(random.nextInt(names.size()));
      Commit head = heads.get(name);
      Commit other =
          random.nextInt(3) == 0
              ? seen.get(random.nextInt(seen.size()))
              : heads.get(names.get(random.nextInt(names.size())));
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
      assertThat(new KnownLogs(after.state(), graphs.runs).known(graphs.known(all(graphs)).keySet()))
          .as("seed %d", seed)
          .isEqualTo(graphs.known(after.ancestors()));
    }
    for (int i = 0; i < STEPS; i++) {
      Commit ours = seen.get(random.nextInt(seen.size()));
      assertRelated(graphs, ours, seen.get(random.nextInt(seen.size())), seed);
    }
  }

  private static void assertRelated(CommitGraphs graphs, Commit ours, Commit theirs, int seed) {
    assertThat(graphs.between(ours, theirs))
        .as("seed %d, %s and %s", seed, ours.point(), theirs.point())
        .isEqualTo(graphs.relation(ours, theirs));
  }

  private static java.util.BitSet all(CommitGraphs graphs) {
    java.util.BitSet all = new java.util.BitSet();
    all.set(0, graphs.commits().size());
    return all;
  }

  /** In no order, so that the ranges of runs overlap. */
  private static BranchId id(Random random, int number) {
    return new BranchId(Integer.toString(100 + random.nextInt(900)) + "B" + number);
  }
}

package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.Invariants.assertCleanupLeavesOnlyWhatIsNeeded;
import static dev.omnigraph.protocol.world.Invariants.assertReadingWritesNothing;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A writer that something happens to just before one of its requests, and who finds what it left.
 *
 * @param lateLandsFirst whether a request that is still on its way lands before recovery or after
 */
record MatrixScenario(
    MatrixWriter writer,
    Race race,
    Point point,
    MatrixMishap mishap,
    boolean lateLandsFirst,
    MatrixRecovery recovery) {

  /** Whether the writer loses a race before it is stopped. */
  enum Race {
    NONE,
    TO_AN_INSERT,
    TO_AN_UPDATE,
    TO_A_COMPACTION;

    void arrange(World world, SimulatedProcess process) {
      switch (this) {
        case NONE -> {}
        case TO_AN_INSERT ->
            process.at(Seam.STAGE, () -> world.rival(Operations.insert(PERSON, "winner")));
        case TO_AN_UPDATE ->
            process.at(Seam.STAGE, () -> world.rival(Operations.increment(PERSON, "root")));
        case TO_A_COMPACTION ->
            process.at(Seam.STAGE, () -> world.rival(Operations.compact(PERSON)));
      }
    }
  }

  /** The nth passing of a seam. */
  record Point(Seam seam, int nth) {}

  /** Every request that the writer makes in that race, from the lost one on. */
  static List<Point> points(MatrixWriter writer, Race race, World world) {
    SimulatedProcess dry = world.process();
    race.arrange(world, dry);
    assertThat(writer.run(world, dry)).isIn("published", "unchanged");
    Map<Seam, Integer> counts = new TreeMap<>();
    List<Point> points = new ArrayList<>();
    for (Seam seam : List.copyOf(dry.passed)) {
      Point point = new Point(seam, counts.merge(seam, 1, Integer::sum));
      boolean afterTheRace = points.stream().anyMatch(p -> p.seam() == Seam.PUBLISH);
      if (race == Race.NONE || afterTheRace || seam == Seam.PUBLISH) {
        points.add(point);
      }
    }
    assertThat(points).isNotEmpty();
    return points;
  }

  /**
   * Plays it, and fails unless all of it is visible afterwards or nothing, recovery has ended it
   * once, and cleanup leaves nothing that is not needed.
   */
  void play(World world) {
    SimulatedProcess process = world.process();
    try {
      play(world, process);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(this + ": " + e + " " + process.passed, e);
    }
  }

  private void play(World world, SimulatedProcess process) {
    race.arrange(world, process);
    process.at(point.seam(), point.nth(), () -> mishap.happen(world, process));
    String ended = run(world, process);
    if (writer == MatrixWriter.INIT) {
      world.landLate();
      checkOutcome(ended, writer.isVisible(world));
      makeIfMissing(world);
    }
    List<String> left = recover(world, process);
    if (writer != MatrixWriter.INIT) {
      checkOutcome(ended, writer.isVisible(world));
    }
    assertSound(world);
    assertThat(world.stored.audits().stream().map(a -> a.operationId()).toList())
        .containsAll(left.stream().map(ObjectKeys::operation).toList())
        .doesNotHaveDuplicates();
    if (writer != MatrixWriter.BRANCH_DELETE) {
      assertThat(world.stored.sidecars()).isEmpty();
    }
    assertReadingWritesNothing(world);
    world.process().insert(KNOWS, "afterwards");
    assertSound(world);
    assertCleanupLeavesOnlyWhatIsNeeded(world);
    assertThat(world.stored.sidecars()).isEmpty();
  }

  private static void checkOutcome(String ended, boolean visible) {
    switch (ended) {
      case "published" -> assertThat(visible).as("what was acknowledged").isTrue();
      case "failed" -> assertThat(visible).as("what was reported as a failure").isFalse();
      case "unknown", "killed", "unchanged" -> {}
      default -> throw new AssertionError(ended);
    }
  }

  private String run(World world, SimulatedProcess process) {
    try {
      return writer.run(world, process);
    } catch (OutcomeUnknown e) {
      return "unknown";
    } catch (GraphException e) {
      boolean changesNothing = writer == MatrixWriter.SWEEP || writer == MatrixWriter.CLEANUP;
      return changesNothing ? "unchanged" : "failed";
    } catch (FaultyStore.Killed e) {
      return "killed";
    }
  }

  /** A run that died can be repeated. */
  private static void makeIfMissing(World world) {
    if (!MatrixWriter.INIT.isVisible(world)) {
      world.process().repository.init(People.CATALOG, "ann");
    }
    if (!world.stored.rows(PERSON).containsKey("root")) {
      world.process().insert(PERSON, "root");
    }
  }

  /** Returns the sidecars that recovery found. */
  private List<String> recover(World world, SimulatedProcess process) {
    if (lateLandsFirst) {
      world.landLate();
    }
    List<String> left =
        world.stored.sidecars().stream()
            .filter(key -> key.contains(world.stored.mainId().text()))
            .toList();
    world.pastEveryDeadline();
    recovery.recover(world, process);
    assertSound(world);
    world.landLate();
    assertSound(world);
    world.pastEveryDeadline();
    recovery.recover(world, process);
    return left;
  }
}

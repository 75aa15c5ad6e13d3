package dev.omnigraph.protocol.reclaim;

import static dev.omnigraph.protocol.world.Invariants.assertCleanupLeavesOnlyWhatIsNeeded;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldsTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final HoldName READER = new HoldName("reader");
  private static final BranchName DEV = new BranchName("dev");

  @Test
  void aCommitThatIsHeldAndAllThatFollowItStayReadableUntilItIsReleased() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    Hold hold = hold(world, commits.get(2));

    grow(world, 8);
    world.cleanup();

    assertThat(hold.commitId()).isEqualTo(commits.get(2));
    assertThat(readable(world, commits)).isEqualTo(commits.subList(2, 8));
    assertSound(world);
    assertCleanupLeavesOnlyWhatIsNeeded(world);

    assertThat(world.process().repository.release(READER)).isEqualTo(hold);
    world.cleanup();

    assertThat(readable(world, commits)).isEmpty();
    assertThat(world.process().repository.holds()).isEmpty();
    assertCleanupLeavesOnlyWhatIsNeeded(world);
  }

  @Test
  void aHoldThatIsPutAgainMoves() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    hold(world, commits.get(2));

    Hold moved = hold(world, commits.get(5));
    grow(world, 8);
    world.cleanup();

    assertThat(world.process().repository.holds()).containsExactly(moved);
    assertThat(readable(world, commits)).isEqualTo(commits.subList(5, 8));
  }

  @Test
  void theOldestOfSeveralHoldsDecides() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    hold(world, commits.get(4));
    world.process().repository.retain(new HoldName("another"), at(commits.get(3)), "bob");

    grow(world, 8);
    world.cleanup();

    assertThat(readable(world, commits)).isEqualTo(commits.subList(3, 8));
  }

  @Test
  void whatCleanupTookCannotBeHeldAndTheFirstReadableCommitIsNamed() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    world.cleanup();
    List<CommitId> left = readable(world, commits);

    assertThatThrownBy(() -> hold(world, commits.getFirst()))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.code()).isEqualTo("data_gone");
              assertThat(e.details()).containsEntry("first_readable", left.getFirst().text());
            });

    assertThat(world.process().repository.holds()).isEmpty();
  }

  /** Between looking the commit up and writing the hold, and between reading and writing. */
  @ParameterizedTest
  @EnumSource(names = {"HOLD_READ", "HOLD"})
  void aHoldThatACleanupOvertakesIsRefused(Seam seam) {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    SimulatedProcess late = world.process();
    late.at(
        seam,
        () -> {
          grow(world, 8);
          world.cleanup();
        });

    assertThatThrownBy(() -> late.repository.retain(READER, at(commits.getFirst()), "ann"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("data_gone"));

    assertThat(world.process().repository.holds()).isEmpty();
  }

  /** It has decided what it keeps before the hold is there. */
  @ParameterizedTest
  @EnumSource(names = {"CLEANUP_HORIZON_READ", "CLEANUP_HORIZON"})
  void aCleanupThatAHoldOvertakesKeepsIt(Seam seam) {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    grow(world, 8);
    SimulatedProcess cleaner = world.process();
    cleaner.at(seam, () -> hold(world, commits.get(2)));

    cleaner.cleanup();

    assertThat(readable(world, commits)).isEqualTo(commits.subList(2, 8));
    assertSound(world);
  }

  @Test
  void aHoldIsOfTheBranchThatItIsPutOnAlsoBelowItsFork() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    world.process().repository.createBranch(DEV, MAIN, "ann");
    world.process().repository.retain(READER, new ReadAt.Commit(DEV, commits.get(4)), "ann");

    grow(world, 8);
    world.cleanup();

    assertThat(readable(world, commits)).isEmpty();
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Commit(DEV, commits.get(4)))) {
      assertThat(Operations.rows(view, PERSON)).isNotEmpty();
    }
    assertSound(world);
  }

  /** The floors that it had found do not name the fork, whose own rises with that of its parent. */
  @Test
  void aHoldOfAForkThatACleanupDoesNotKnowStays() {
    World world = World.withGraph();
    List<CommitId> commits = grow(world, 8);
    grow(world, 8);
    SimulatedProcess cleaner = world.process();
    cleaner.at(
        Seam.CLEANUP_HORIZON,
        () -> {
          world.process().repository.createBranch(DEV, MAIN, "ann");
          world.process().repository.retain(READER, new ReadAt.Commit(DEV, commits.get(2)), "ann");
        });

    cleaner.cleanup();
    world.cleanup();

    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Commit(DEV, commits.get(2)))) {
      assertThat(Operations.rows(view, PERSON)).isNotEmpty();
    }
    assertSound(world);
  }

  @Test
  void aBranchWithAHoldIsNotDeletedAndOneWithoutIs() {
    World world = World.withGraph();
    world.process().repository.createBranch(DEV, MAIN, "ann");
    world.process().repository.retain(READER, new ReadAt.Head(DEV), "ann");

    assertThatThrownBy(() -> world.process().repository.deleteBranch(DEV, "ann"))
        .isInstanceOfSatisfying(
            GraphException.class,
            e -> {
              assertThat(e.code()).isEqualTo("branch_held");
              assertThat(e.details()).containsEntry("holds", List.of("reader"));
            });
    assertThat(world.stored.sidecars()).isEmpty();

    world.process().repository.release(READER);
    world.process().repository.deleteBranch(DEV, "ann");
    assertThat(world.process().repository.branches()).hasSize(1);
  }

  @Test
  void whereOnlyUpkeepFollowedTheHoldIsOfTheCommitThatPeopleSee() {
    World world = World.withGraph();
    CommitId last = grow(world, 3).getLast();
    world.process().commit(Operations.compact(PERSON));

    Hold hold = world.process().repository.retain(READER, MAIN, "ann");

    assertThat(hold.commitId()).isEqualTo(last);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "a/b", "a b", "ä"})
  void aNameThatCannotBeOneIsRefused(String name) {
    World world = World.withGraph();

    assertThatThrownBy(() -> world.process().repository.retain(new HoldName(name), MAIN, "ann"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("hold_name"));
  }

  @Test
  void aGraphHasABoundedNumberOfHoldsAndAnyOfThemMoves() {
    World world = World.withGraph();
    for (int i = 0; i < Holds.MOST; i++) {
      world.process().repository.retain(new HoldName("h" + i), MAIN, "ann");
    }

    assertThatThrownBy(() -> world.process().repository.retain(READER, MAIN, "ann"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("too_many_holds"));

    CommitId next = world.process().insert(PERSON, "next");
    Hold moved = world.process().repository.retain(new HoldName("h7"), MAIN, "ann");
    assertThat(moved.commitId()).isEqualTo(next);
  }

  @Test
  void aHoldThatIsNotThereIsNotReleased() {
    World world = World.withGraph();

    assertThatThrownBy(() -> world.process().repository.release(READER))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("hold_not_found"));
  }

  @Test
  void whereItIsNotKnownWhetherAHoldWasWrittenNobodyHearsOfAFailure() {
    World world = World.withGraph();
    SimulatedProcess process = world.process();
    process.broken(Seam.HOLD, Fault.NEVER);
    process.broken(Seam.HOLD_VERIFY, Fault.ERROR);

    assertThatThrownBy(() -> process.repository.retain(READER, MAIN, "ann"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("outcome_unknown"));
  }

  /** One request to look the branch up and one to prove it, then to read and to write. */
  @Test
  void aHoldTakesFewRequests() {
    World world = World.withGraph();
    SimulatedProcess process = world.process();

    process.repository.retain(READER, MAIN, "ann");

    assertThat(process.times(Seam.HOLD_READ)).isEqualTo(1);
    assertThat(process.times(Seam.HOLD)).isEqualTo(1);
    assertThat(process.passed).hasSize(5);
    assertThat(world.stored.object(ObjectKeys.HORIZON).body()).isNotEmpty();
  }

  private static Hold hold(World world, CommitId commit) {
    return world.process().repository.retain(READER, at(commit), "ann");
  }

  private static ReadAt at(CommitId commit) {
    return new ReadAt.Commit(BranchName.MAIN, commit);
  }

  /** Commits, each of which rewrites what the one before wrote. */
  private static List<CommitId> grow(World world, int commits) {
    List<CommitId> made = new ArrayList<>();
    for (int i = 0; i < commits; i++) {
      world.clock.step(World.RETENTION.dividedBy(4));
      if (world.process().commit(Operations.increment(PERSON, "root"))
          instanceof CommitOutcome.Published<String> published) {
        made.add(published.record().commitId());
      }
    }
    return made;
  }

  private static List<CommitId> readable(World world, List<CommitId> commits) {
    List<CommitId> readable = new ArrayList<>();
    for (CommitId commit : commits) {
      try (BranchView view = world.process().repository.openRead(at(commit))) {
        Map<String, String> rows = Operations.rows(view, PERSON);
        assertThat(rows).isNotEmpty();
        readable.add(commit);
      } catch (GraphException e) {
        assertThat(e.code()).isEqualTo("data_gone");
      }
    }
    return readable;
  }
}

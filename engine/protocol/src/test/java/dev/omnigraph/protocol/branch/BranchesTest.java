package dev.omnigraph.protocol.branch;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.table.FakeVersions;
import dev.omnigraph.table.Pin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchesTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);

  @Test
  void aBranchStartsAsItsParentAndGoesItsOwnWay() {
    World world = World.withGraph();
    Repository repository = world.process().repository;

    repository.createBranch(new BranchName("dev"), MAIN, "ann");
    insert(world, "dev", "on-dev");
    insert(world, "main", "on-main");

    assertThat(people(world, "dev")).containsOnlyKeys("root", "on-dev");
    assertThat(people(world, "main")).containsOnlyKeys("root", "on-main");
    assertThat(names(repository)).containsExactly("dev", "main");
  }

  /** Numbers and generations of versions, and ids of fragments, are given out on each branch. */
  @Test
  void versionsOfTwoBranchesAreToldApartThoughAllOfTheirNumbersAreEqual() {
    World world = World.withGraph();
    world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");

    insert(world, "dev", "of-dev");
    insert(world, "main", "of-main");
    insert(world, "dev", "of-dev-too");

    List<ManifestState> dev = world.stored.history(world.stored.branch("dev"));
    Pin onDev = pin(dev.get(dev.size() - 2));
    Pin onMain = pin(world.stored.state());
    assertThat(onDev.version()).isEqualTo(onMain.version());
    assertThat(onDev.generation()).isEqualTo(onMain.generation());
    assertThat(onDev.rows()).isEqualTo(onMain.rows());
    assertThat(FakeVersions.parts(onDev))
        .extracting(present -> present.removal().id())
        .isEqualTo(FakeVersions.parts(onMain).stream().map(p -> p.removal().id()).toList());
    assertThat(onDev).isNotEqualTo(onMain);
    assertThat(onDev.digest()).isNotEqualTo(onMain.digest());
    assertThat(people(world, "dev")).containsOnlyKeys("root", "of-dev", "of-dev-too");
    assertThat(people(world, "main")).containsOnlyKeys("root", "of-main");
  }

  private static Pin pin(ManifestState state) {
    return Objects.requireNonNull(state.pins().get(PERSON.tableId()));
  }

  @Test
  void aBranchCanStartInThePastAndFromAnotherBranchAndHasTheirHistory() {
    World world = World.withGraph();
    Repository repository = world.process().repository;
    CommitId first = insert(world, "main", "a");
    insert(world, "main", "b");
    repository.createBranch(
        new BranchName("old"), new ReadAt.Commit(BranchName.MAIN, first), "ann");
    CommitId second = insert(world, "old", "c");
    insert(world, "old", "d");
    repository.createBranch(
        new BranchName("older"), new ReadAt.Commit(new BranchName("old"), second), "ann");
    repository.createBranch(
        new BranchName("oldest"), new ReadAt.Commit(new BranchName("older"), first), "ann");
    insert(world, "older", "e");

    assertThat(people(world, "older")).containsOnlyKeys("root", "a", "c", "e");
    assertThat(people(world, "oldest")).containsOnlyKeys("root", "a");
    List<ManifestRecord> history = repository.history(new BranchName("older"), 10);
    assertThat(history).extracting(ManifestRecord::seq).containsExactly(5L, 4L, 3L, 2L, 1L);
    for (ManifestRecord record : history) {
      assertThat(repository.commit(new BranchName("older"), record.commitId())).contains(record);
      try (BranchView view =
          world
              .process()
              .repository
              .openRead(new ReadAt.Commit(new BranchName("older"), record.commitId()))) {
        assertThat(view.seq()).isEqualTo(record.seq());
      }
    }
    assertThat(repository.history(new BranchName("older"), 2)).hasSize(2);
  }

  @Test
  void aBranchWhoseStateIsLostIsRebuiltFromWhereItForked() {
    World world = World.withGraph();
    world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");
    insert(world, "dev", "a");
    insert(world, "dev", "b");
    BranchObject dev = world.stored.branch("dev");
    world.stored.overwrite(
        ObjectKeys.branch(new BranchName("dev")),
        new BranchObject(
                dev.name(),
                dev.branchId(),
                dev.status(),
                dev.createdAt(),
                dev.createdBy(),
                dev.parent(),
                dev.lineage(),
                "n",
                null)
            .encode());

    assertThat(people(world, "dev")).containsOnlyKeys("root", "a", "b");
  }

  @Test
  void aDeletedBranchIsGoneAndItsNamesakeIsAnother() {
    World world = World.withGraph();
    Repository repository = world.process().repository;
    repository.createBranch(new BranchName("dev"), MAIN, "ann");
    CommitId old = insert(world, "dev", "old");

    repository.deleteBranch(new BranchName("dev"), "ann");

    assertCode(() -> people(world, "dev"), "branch_deleted");
    assertCode(() -> insert(world, "dev", "x"), "branch_deleted");
    assertThat(names(repository)).containsExactly("main");
    repository.createBranch(new BranchName("dev"), MAIN, "ann");
    assertThat(people(world, "dev")).containsOnlyKeys("root");
    assertCode(
        () -> repository.openRead(new ReadAt.Commit(new BranchName("dev"), old)),
        "commit_not_found");
    insert(world, "dev", "new");
    insert(world, "dev", "newer");
    assertCode(
        () -> repository.openRead(new ReadAt.Commit(new BranchName("dev"), old)),
        "commit_not_found");
  }

  @Test
  void aWriterOfADeletedBranchLosesToTheTerminalRecordAlsoWhenTheNameIsBack() {
    World world = World.withGraph();
    Repository repository = world.process().repository;
    repository.createBranch(new BranchName("dev"), MAIN, "ann");
    SimulatedProcess slow = world.process();
    slow.at(
        Seam.PUBLISH,
        () -> {
          repository.deleteBranch(new BranchName("dev"), "ann");
          repository.createBranch(new BranchName("dev"), MAIN, "ann");
        });

    assertCode(
        () ->
            slow.commit(
                CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
                Operations.insert(PERSON, "x")),
        "branch_deleted");

    assertThat(people(world, "dev")).containsOnlyKeys("root");
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void aHintIsNeverWrittenIntoANamesake() {
    World world = World.withGraph();
    Repository repository = world.process().repository;
    repository.createBranch(new BranchName("dev"), MAIN, "ann");
    SimulatedProcess slow = world.process();
    slow.at(
        Seam.HINT,
        () -> {
          repository.deleteBranch(new BranchName("dev"), "ann");
          repository.createBranch(new BranchName("dev"), MAIN, "ann");
        });

    slow.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "x"));

    BranchObject dev = world.stored.branch("dev");
    assertThat(dev.status()).isEqualTo(Status.LIVE);
    assertThat(dev.hint()).isNotNull().extracting("branchId").isEqualTo(dev.branchId());
    assertThat(people(world, "dev")).containsOnlyKeys("root");
  }

  @Test
  void aDeletionThatDiedAnywhereIsFinishedOrNeverWas() {
    World dry = withDev();
    SimulatedProcess counted = dry.process();
    counted.repository.deleteBranch(new BranchName("dev"), "ann");
    for (Seam seam : List.copyOf(counted.passed)) {
      for (boolean sweepAll : List.of(true, false)) {
        World world = withDev();
        world.killed(seam, p -> p.repository.deleteBranch(new BranchName("dev"), "ann"));
        boolean ended =
            world.stored.log(world.stored.branch("dev").branchId()).stream()
                .anyMatch(r -> r.isTerminal());
        world.pastEveryDeadline();
        if (sweepAll) {
          world.process().repository.sweepAll();
        } else {
          tolerating(() -> insert(world, "dev", "x"));
          tolerating(() -> insert(world, "dev", "y"));
        }

        assertThat(world.stored.branch("dev").status())
            .as("killed at %s", seam)
            .isEqualTo(ended ? Status.DELETED : Status.LIVE);
        if (ended) {
          assertCode(() -> people(world, "dev"), "branch_deleted");
          world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");
        } else {
          insert(world, "dev", "z");
        }
        world.pastEveryDeadline();
        world.process().repository.sweepAll();
        assertThat(world.stored.sidecars()).isEmpty();
        assertSound(world);
      }
    }
  }

  @Test
  void aCreationThatDiedAnywhereCanBeRepeated() {
    SimulatedProcess counted = World.withGraph().process();
    counted.repository.createBranch(new BranchName("dev"), MAIN, "ann");
    for (Seam seam : List.copyOf(counted.passed)) {
      World world = World.withGraph();
      world.killed(seam, p -> p.repository.createBranch(new BranchName("dev"), MAIN, "ann"));
      assertThat(names(world.process().repository)).containsExactly("main");
      assertCode(() -> people(world, "dev"), "branch_not_found");

      world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");

      insert(world, "dev", "a");
      assertThat(people(world, "dev")).containsOnlyKeys("root", "a");
    }
  }

  @Test
  void aCreationWaitsForFourRequestsInARow() {
    SimulatedProcess creator = World.withGraph().process();

    creator.repository.createBranch(new BranchName("dev"), MAIN, "ann");

    assertThat(creator.inARow)
        .containsExactly(Seam.OPEN_BRANCH, Seam.BRANCH_PENDING, Seam.BRANCH_LIVE);
    assertThat(creator.beside)
        .containsExactly(
            Seam.OPEN_BRANCH,
            Seam.OPEN_PROBE,
            Seam.BRANCH_BASE,
            Seam.OPEN_HORIZON,
            Seam.BRANCH_SOURCE);
  }

  @Test
  void aForkOfABranchWhoseHintLagsHasItsNewestCommit() {
    World world = World.withGraph();
    world.killed(Seam.HINT, p -> p.insert(PERSON, "late"));
    SimulatedProcess creator = world.process();

    creator.repository.createBranch(new BranchName("dev"), MAIN, "ann");

    assertThat(creator.times(Seam.BRANCH_PENDING)).isEqualTo(2);
    assertThat(people(world, "dev")).containsOnlyKeys("root", "late");
    insert(world, "dev", "a");
    assertThat(people(world, "dev")).containsOnlyKeys("root", "late", "a");
  }

  @Test
  void aForkOfABranchThatHasEndedIsRefusedAndNothingStays() {
    World world = withDev();
    world.killed(Seam.BRANCH_MARK, p -> p.repository.deleteBranch(new BranchName("dev"), "ann"));
    BranchName child = new BranchName("child");

    assertCode(
        () ->
            world
                .process()
                .repository
                .createBranch(child, new ReadAt.Head(new BranchName("dev")), "ann"),
        "branch_deleted");

    assertThat(world.stored.branch("child").status()).isEqualTo(Status.DELETED);
    world.process().repository.createBranch(child, MAIN, "ann");
    assertThat(people(world, "child")).containsOnlyKeys("root");
  }

  @Test
  void aBranchThatHasEndedIsNoneOfThoseThatAreThereAlsoWhenNobodyHasMarkedIt() {
    World world = withDev();
    insert(world, "dev", "a");
    Repository repository = world.process().repository;
    assertThat(repository.heads())
        .extracting(head -> head.branch().name().text() + " " + head.state().seq())
        .containsExactly("dev 3", "main 2");

    world.killed(Seam.BRANCH_MARK, p -> p.repository.deleteBranch(new BranchName("dev"), "ann"));

    assertThat(repository.heads())
        .extracting(head -> head.branch().name())
        .containsExactly(BranchName.MAIN);
  }

  @Test
  void aNameThatIsTakenIsToldWithTheCommitThatItsBranchIsAt() {
    World world = withDev();
    CommitId head = insert(world, "dev", "a");

    assertThatThrownBy(
            () -> world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann"))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.details()).containsEntry("head", head.text()));
  }

  @Test
  void aDeletionMarksTheBranchWithOneRequest() {
    World world = withDev();
    SimulatedProcess deleter = world.process();

    deleter.repository.deleteBranch(new BranchName("dev"), "ann");

    assertThat(deleter.times(Seam.BRANCH_MARK_READ)).isZero();
    assertThat(world.stored.branch("dev").status()).isEqualTo(Status.DELETED);
  }

  @Test
  void aDeletionWhoseBranchWasWrittenMeanwhileMarksItAsItIs() {
    World world = withDev();
    SimulatedProcess deleter = world.process();
    deleter.at(Seam.OPEN_PROBE, () -> insert(world, "dev", "a"));

    deleter.repository.deleteBranch(new BranchName("dev"), "ann");

    assertThat(deleter.times(Seam.BRANCH_MARK_READ)).isEqualTo(1);
    assertThat(world.stored.branch("dev").status()).isEqualTo(Status.DELETED);
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void ofTwoCreationsOfOneNameOneWins() {
    SimulatedProcess counted = World.withGraph().process();
    counted.repository.createBranch(new BranchName("dev"), MAIN, "ann");
    for (Seam seam : List.copyOf(counted.passed)) {
      World world = World.withGraph();
      SimulatedProcess slow = world.process();
      slow.at(
          seam, () -> world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann"));

      assertCode(
          () -> slow.repository.createBranch(new BranchName("dev"), MAIN, "ann"), "branch_exists");

      assertThat(names(world.process().repository)).containsExactly("dev", "main");
      insert(world, "dev", "a");
    }
  }

  @Test
  void aCreationWhoseAcknowledgementIsLostSucceeds() {
    for (Seam seam : List.of(Seam.BRANCH_PENDING, Seam.BRANCH_BASE, Seam.BRANCH_LIVE)) {
      for (Fault fault : List.of(Fault.LOST_ACKNOWLEDGEMENT, Fault.NEVER)) {
        World world = World.withGraph();

        world
            .process()
            .broken(seam, fault)
            .repository
            .createBranch(new BranchName("dev"), MAIN, "ann");

        insert(world, "dev", "a");
        assertThat(people(world, "dev")).containsOnlyKeys("root", "a");
      }
    }
  }

  @Test
  void aForkPointThatCleanupPassedMeanwhileIsRefusedAndNothingStays() {
    World world = World.withGraph();
    CommitId old = world.stored.state().commitId();
    insert(world, "main", "a");
    SimulatedProcess creator = world.process();
    creator.at(
        Seam.BRANCH_BASE,
        () ->
            world.stored.overwrite(
                ObjectKeys.HORIZON,
                new Horizon(
                        new TreeMap<>(
                            Map.of(
                                world.stored.branch("main").branchId(),
                                world.stored.state().seq())),
                        new TreeMap<>(),
                        "n")
                    .encode()));

    assertCode(
        () ->
            creator.repository.createBranch(
                new BranchName("dev"), new ReadAt.Commit(BranchName.MAIN, old), "ann"),
        "data_gone");

    assertThat(names(world.process().repository)).containsExactly("main");
    world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "__system",
        "_x",
        "/a",
        "a/",
        "a//b",
        "a b",
        "../a",
        "a/../b",
        ".",
        "x.json",
        "x.json/y",
        "é",
        "a\nb"
      })
  void namesOfTheSystemAndNamesThatAreNoKeysAreRefused(String name) {
    World world = World.withGraph();
    List<String> before = world.stored.everything();

    assertCode(
        () -> world.process().repository.createBranch(new BranchName(name), MAIN, "ann"),
        "branch_name");
    assertCode(
        () -> world.process().repository.deleteBranch(new BranchName(name), "ann"), "branch_name");

    assertThat(world.stored.everything()).isEqualTo(before);
  }

  @Test
  void mainCanNeitherBeCreatedNorDeleted() {
    World world = World.withGraph();

    assertCode(
        () -> world.process().repository.createBranch(BranchName.MAIN, MAIN, "ann"),
        "branch_exists");
    assertCode(
        () -> world.process().repository.deleteBranch(BranchName.MAIN, "ann"), "branch_reserved");
    assertCode(
        () -> world.process().repository.deleteBranch(new BranchName("dev"), "ann"),
        "branch_not_found");
  }

  private static World withDev() {
    World world = World.withGraph();
    world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");
    return world;
  }

  private static CommitId insert(World world, String branch, String id) {
    return world
        .process()
        .commit(
            CommitRequest.of(WriteOptions.on(new BranchName(branch), "ann")),
            Operations.insert(PERSON, id))
        .commitId();
  }

  private static Map<String, String> people(World world, String branch) {
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Head(new BranchName(branch)))) {
      return Operations.rows(view, PERSON);
    }
  }

  private static List<String> names(Repository repository) {
    return repository.branches().stream().map(branch -> branch.name().text()).toList();
  }

  private static void tolerating(Runnable work) {
    try {
      work.run();
    } catch (GraphException e) {
      assertThat(e.code()).isIn("branch_deleted", "branch_exists");
    }
  }
}

package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Knowledge;
import dev.omnigraph.manifest.KnownRun;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.schema.EntityType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits with two parents, and operations that make the data of other branches their own. */
class MergingTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final BranchName DEV = new BranchName("dev");

  @Test
  void aMergeSaysWhatItMergedAndTheStateKnowsIt() {
    World world = forked();

    world.process().merge(DEV);

    ManifestRecord record = world.stored.log().getLast();
    CommitPoint source = Objects.requireNonNull(record.merged());
    assertThat(source.branchId()).isEqualTo(world.stored.branch("dev").branchId());
    assertThat(world.stored.state().known().recent())
        .singleElement()
        .satisfies(entry -> assertThat(entry.point()).isEqualTo(source))
        .satisfies(entry -> assertThat(entry.at()).isEqualTo(record.seq()));
    assertThat(world.stored.rows(PERSON)).containsKeys("root", "bob");
  }

  @Test
  void aBranchMadeInOneRequestMoreKnowsWhoMadeItAndOfWhat() {
    World world = forked();

    assertThat(world.stored.branch("dev").createdBy()).isEqualTo("ann");
    assertThat(world.stored.branch("dev").parent()).isEqualTo(BranchName.MAIN);
    assertThat(world.stored.branch("main").parent()).isNull();
  }

  @Test
  void aMergeOfWhatIsThereAlreadyPublishesNothing() {
    World world = forked();
    world.process().merge(DEV);
    long records = world.stored.log().size();

    assertThat(world.process().merge(DEV)).isInstanceOf(CommitOutcome.Unchanged.class);

    assertThat(world.stored.log()).hasSize((int) records);
  }

  @Test
  void aMergeThatChangesNoTableIsACommitAllTheSame() {
    World world = forked();
    world.process().merge(DEV);
    mergeMainInto(world);

    CommitOutcome<String> merged = world.process().merge(DEV);

    assertThat(merged).isInstanceOf(CommitOutcome.Published.class);
    assertThat(world.stored.log().getLast().kind()).isEqualTo(CommitKind.MERGE);
    assertThat(world.stored.log().getLast().tables()).isEmpty();
  }

  @Test
  void aMergeThatLosesToAnotherOfTheSameSourceHasNoEffect() {
    World world = forked();
    SimulatedProcess loser = world.process();
    loser.at(Seam.PUBLISH, () -> world.process().merge(DEV));

    assertThat(loser.merge(DEV)).isInstanceOf(CommitOutcome.Unchanged.class);

    assertThat(world.stored.log().stream().filter(r -> r.merged() != null)).hasSize(1);
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob");
    assertSound(world);
  }

  @Test
  void itIsLookedUpBesideThePreparationWhetherTheSourceStays() {
    World world = forked();
    SimulatedProcess merger = world.process();

    merger.merge(DEV);

    assertThat(merger.passed.indexOf(Seam.ADOPT_HORIZON)).isGreaterThan(armed(merger));
    assertThat(merger.passed.indexOf(Seam.ADOPT_BRANCH)).isGreaterThan(armed(merger));
    assertThat(merger.inARow).doesNotContain(Seam.ADOPT_HORIZON, Seam.ADOPT_BRANCH);
  }

  @Test
  void aMergeIsRefusedWhoseSourcesNameWentToAnotherBeforeItWasArmed() {
    World world = forked();
    SimulatedProcess merger = world.process();
    merger.at(Seam.ARM, () -> replaceDev(world));

    assertCode(() -> merger.merge(DEV), "data_gone");

    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.log().stream().filter(r -> r.merged() != null)).isEmpty();
  }

  @Test
  void aMergeIsRefusedOfAStateThatTheHorizonPassedBeforeItWasArmed() {
    World world = forked();
    SimulatedProcess merger = world.process();
    merger.at(
        Seam.ARM,
        () -> {
          world.process().insert(DEV, PERSON, "later");
          world.clock.step(World.RETENTION.multipliedBy(2));
          world.cleanup();
        });

    assertCode(() -> merger.merge(DEV), "data_gone");

    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void whoFailsBecauseItReadsWhatIsGoneHearsThatItIsGone() {
    World world = forked();
    SimulatedProcess merger = world.process();
    merger.at(
        Seam.ARM,
        () -> {
          replaceDev(world);
          world.clock.step(World.RETENTION.multipliedBy(2));
          world.cleanup();
        });

    assertThatThrownBy(() -> merger.merge(DEV))
        .hasMessageContaining("cleaned up")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void whatWasDeletedAfterItWasArmedIsMergedAllTheSame() {
    World world = forked();
    world.clock.step(Duration.ofMinutes(1));
    SimulatedProcess merger = world.process();
    merger.at(
        Seam.PUBLISH,
        () -> {
          replaceDev(world);
          world.clock.step(Duration.ofMinutes(1));
          world.process().repository.cleanup(new CleanupRequest(Duration.ofSeconds(1), false));
        });

    merger.merge(DEV);

    assertThat(world.stored.rows(PERSON)).containsKeys("root", "bob");
  }

  @Test
  void aMergeThatStartsAgainLooksAgain() {
    World world = forked();
    SimulatedProcess merger = world.process();
    merger.at(
        Seam.STAGE,
        () -> {
          world.pastEveryDeadline();
          world.sweep();
          replaceDev(world);
        });

    assertCode(() -> merger.merge(DEV), "data_gone");

    assertThat(merger.times(Seam.ADOPT_HORIZON)).isEqualTo(2);
  }

  @Test
  void aStateOfABranchWhoseNameWentToAnotherIsOpened() {
    World world = forked();
    world.process().insert(DEV, PERSON, "second");
    CommitPoint old;
    try (BranchView view = world.process().repository.openRead(new ReadAt.Head(DEV))) {
      old = view.point();
    }
    replaceDev(world);
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.ancestry().open(old)) {
      assertThat(Operations.rows(view, PERSON)).containsOnlyKeys("root", "bob", "second");
      assertThat(view.point()).isEqualTo(old);
    }

    assertThat(reader.times(Seam.LIST_CHECKPOINTS)).isEqualTo(1);
  }

  @Test
  void aStateThatCleanupMayHaveTakenIsNotOpened() {
    World world = forked();
    CommitPoint old = world.stored.stateAt(1).point();
    world.process().insert(PERSON, "later");
    world.clock.step(World.RETENTION.multipliedBy(2));
    world.cleanup();

    assertCode(() -> world.process().repository.ancestry().open(old), "data_gone");
  }

  @Test
  void aStateOnAChainIsOpenedAsLongAsTheBranchOfTheChainKeepsIt() {
    World world = forked();
    SimulatedProcess reader = world.process();
    try (BranchView dev = reader.repository.openRead(new ReadAt.Head(DEV))) {
      try (BranchView fork = reader.repository.ancestry().open(dev, 2)) {
        assertThat(Operations.rows(fork, PERSON)).containsOnlyKeys("root");
        assertThat(fork.point()).isEqualTo(world.stored.stateAt(2).point());
      }
      world.process().insert(DEV, PERSON, "later");
      world.clock.step(World.RETENTION.multipliedBy(2));
      world.cleanup();

      assertCode(() -> reader.repository.ancestry().open(dev, 2), "data_gone");
    }
  }

  @Test
  void theRecordsOfAChainAreThoseOfItsAncestorsToo() {
    World world = forked();
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.openRead(new ReadAt.Head(DEV))) {
      assertThat(reader.repository.ancestry().chain(view, 1).stream().map(ManifestRecord::seq))
          .containsExactlyElementsOf(List.of(2L, 3L));
      assertThat(reader.repository.ancestry().pinsAt(view, 2))
          .isEqualTo(world.stored.stateAt(2).pins());
    }
  }

  @Test
  void whatAMergeLearnsIsInARunBeforeTheRecordThatNamesIt() {
    World world = World.withGraph();
    SimulatedProcess merger = world.process();

    merger.commit(Operations.merging(64));

    Knowledge known = world.stored.state().known();
    assertThat(known.recent()).isEmpty();
    assertThat(known.runs()).singleElement().extracting(KnownRun::count).isEqualTo(65L);
    assertThat(world.stored.log().getLast().learned()).as("in the record as well").isEmpty();
    assertThat(merger.passed.indexOf(Seam.SPILL_KNOWN))
        .isGreaterThan(armed(merger))
        .isLessThan(merger.passed.indexOf(Seam.PUBLISH));
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR", "NEVER", "LATE", "LOST_ACKNOWLEDGEMENT"})
  void aRunThatIsNotKnownToBeThereIsNotNamed(Fault fault) {
    World world = World.withGraph();

    world.process().broken(Seam.SPILL_KNOWN, fault).commit(Operations.merging(64));

    Knowledge known = world.stored.state().known();
    assertThat(known.recent()).hasSize(65);
    assertThat(known.runs()).isEmpty();
  }

  @Test
  void aRunOfAMergeThatDiedIsFoundByTheNext() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.commit(Operations.merging(64)));
    List<String> runs = world.stored.keys(ObjectKeys.KNOWN_RUNS);

    world.process().commit(Operations.merging(64));

    assertThat(runs).hasSize(1);
    assertThat(world.stored.keys(ObjectKeys.KNOWN_RUNS)).isEqualTo(runs);
    assertThat(world.stored.state().known().runs()).hasSize(1);
  }

  @Test
  void afterALostRaceTheRunIsOfTheSeqThatIsPublished() {
    World world = World.withGraph();
    SimulatedProcess merger = world.process();
    merger.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "first")));

    merger.commit(Operations.merging(64));

    assertThat(world.stored.state().known().runs())
        .singleElement()
        .extracting(KnownRun::learnedAt)
        .isEqualTo(world.stored.log().getLast().seq());
  }

  @Test
  void aMergeBringsTheSourcesSchemaIntoForceAndItsNewTablesWithTheirRows() {
    World world = forked();
    SimulatedProcess process = world.process();
    process.commit(CommitRequest.of(WriteOptions.on(DEV, "ann")), Operations.evolve(world));
    EntityType company;
    try (BranchView dev = process.repository.openRead(new ReadAt.Head(DEV))) {
      company = dev.catalog().node("Company").orElseThrow();
    }
    process.insert(DEV, company, "acme");

    try (BranchView theirs = process.repository.openRead(new ReadAt.Head(DEV))) {
      process.commit(Operations.mergeSchema(process.repository.ancestry(), theirs));
    }

    try (BranchView main = process.repository.openRead(MAIN)) {
      assertThat(main.catalog().node("Company")).isPresent();
      assertThat(Operations.rows(main, company)).containsOnlyKeys("acme");
    }
    TableChange change = world.stored.log().getLast().tables().get(company.tableId());
    assertThat(Objects.requireNonNull(change).changes().counts().inserted()).isEqualTo(1);
    assertThat(world.stored.log().getLast().catalog().added()).containsExactly(company.tableId());
  }

  private static int armed(SimulatedProcess process) {
    return process.passed.indexOf(Seam.ARM);
  }

  private static World forked() {
    World world = World.withGraph();
    world.process().repository.createBranch(DEV, MAIN, "ann");
    world.process().insert(DEV, PERSON, "bob");
    return world;
  }

  private static void mergeMainInto(World world) {
    SimulatedProcess process = world.process();
    try (BranchView theirs = process.repository.openRead(MAIN)) {
      process.commit(
          CommitRequest.of(WriteOptions.on(DEV, "ann")),
          Operations.merge(process.repository.ancestry(), theirs));
    }
  }

  private static void replaceDev(World world) {
    Repository repository = world.process().repository;
    repository.deleteBranch(DEV, "ann");
    repository.createBranch(DEV, MAIN, "ann");
  }
}

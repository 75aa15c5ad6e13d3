package dev.omnigraph.protocol.reclaim;

import static dev.omnigraph.protocol.world.Invariants.assertCleanupLeavesOnlyWhatIsNeeded;
import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.table.Pin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);
  private static final BranchName SOURCE = new BranchName("source");
  private static final Duration LONG = World.RETENTION.multipliedBy(2);

  @Test
  void whatIsRetainedReadsTheSameAndWhatIsOlderIsGoneAndSaysSo() {
    World world = World.withGraph();
    Map<CommitId, Map<String, String>> states = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      world.clock.step(World.RETENTION.dividedBy(4));
      CommitId commit = world.process().commit(Operations.increment(PERSON, "root")).commitId();
      states.put(commit, world.stored.rows(PERSON));
    }

    CleanupAnswer result = world.cleanup();

    List<CommitId> gone = new ArrayList<>();
    states.forEach(
        (commit, rows) -> {
          try (BranchView view =
              world.process().repository.openRead(new ReadAt.Commit(BranchName.MAIN, commit))) {
            assertThat(Operations.rows(view, PERSON)).isEqualTo(rows);
          } catch (GraphException e) {
            assertThat(e.code()).isEqualTo("data_gone");
            gone.add(commit);
          }
        });
    assertThat(gone).hasSize(3).isSubsetOf(states.keySet());
    assertThat(result.tables()).containsOnlyKeys(PERSON.tableId());
    assertThat(result.total().bytes()).isEqualTo(4 * result.total().objects()).isPositive();
    assertThat(world.stored.log()).hasSize(10);
    assertSound(world);
  }

  @Test
  void aSecondCleanupHasNothingToDelete() {
    World world = grown();
    world.cleanup();
    List<String> before = world.stored.everything();

    CleanupAnswer again = world.cleanup();

    assertThat(again.total()).isEqualTo(CleanupAnswer.Deleted.NOTHING);
    assertThat(world.stored.everything()).isEqualTo(before);
  }

  @Test
  void aDryRunReportsTheSameAndChangesNothing() {
    World world = grown();
    List<String> before = world.stored.everything();
    List<String> tables = world.stored.tableObjects();

    CleanupAnswer dry =
        world.process().repository.cleanup(new CleanupRequest(World.RETENTION, true));

    assertThat(world.stored.everything()).isEqualTo(before);
    assertThat(world.stored.tableObjects()).isEqualTo(tables);
    assertThat(world.cleanup()).usingRecursiveComparison().ignoringFields("dryRun").isEqualTo(dry);
  }

  @Test
  void whatADeadWriterStagedVanishesAndItsTablesStay() {
    World world = World.withGraph();
    List<String> before = world.stored.tableObjects();
    world.clock.step(Duration.ofSeconds(1));
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "never"));
    assertThat(world.stored.tableObjects()).hasSizeGreaterThan(before.size());
    world.pastEveryDeadline();

    world.cleanup();

    assertThat(world.stored.tableObjects()).isEqualTo(before);
    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).hasSize(1);
  }

  @Test
  void tablesOfAGraphThatNobodyFinishedMakingAreNotTouched() {
    World world = new World();
    world.killed(Seam.INIT_BRANCH, p -> p.repository.init(People.CATALOG, "ann"));
    List<String> before = world.stored.tableObjects();

    assertThatThrownBy(world::cleanup).hasMessageContaining("There is no graph");

    assertThat(world.stored.tableObjects()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void aWriterThatLostARaceKeepsWhatItStagedBefore() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(KNOWS, "elsewhere")));
    writer.at(Seam.RACE_READ, () -> world.clock.step(Duration.ofSeconds(30)));
    writer.at(
        Seam.PUBLISH,
        2,
        () -> {
          world.clock.step(Duration.ofSeconds(30));
          world.cleanup();
        });

    writer.insert(PERSON, "slow");

    assertThat(writer.passed.stream().filter(Seam.STAGE::equals)).hasSize(1);
    assertThat(world.stored.rows(PERSON)).containsKey("slow");
  }

  @Test
  void whatAWriterThatLostARaceAndFrozeHasStagedStays() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();
    List<String> staged = new ArrayList<>();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(KNOWS, "elsewhere")));
    writer.at(Seam.RACE_READ, () -> world.clock.step(Duration.ofSeconds(30)));
    writer.at(
        Seam.PUBLISH,
        2,
        () -> {
          staged.addAll(world.stored.tableObjects());
          throw writer.store.kill();
        });
    assertThatThrownBy(() -> writer.insert(PERSON, "slow")).isInstanceOf(FaultyStore.Killed.class);
    world.clock.step(Duration.ofSeconds(30));

    world.cleanup();

    assertThat(world.stored.tableObjects()).isEqualTo(staged);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLEANUP_LIST", "CLEANUP_SIDECARS", "CLEANUP_BRANCHES"})
  void whatWasStagedBeforeACleanupStaysWheneverItsWriterPublishes(Seam seam) {
    World world = World.withGraph();
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    CompletableFuture<Boolean> published = new CompletableFuture<>();
    SimulatedProcess cleaner = world.process();
    cleaner.at(
        seam,
        () -> {
          begun.complete(true);
          published.join();
        });
    SimulatedProcess writer = world.process();
    CompletableFuture<CleanupAnswer> cleanup = new CompletableFuture<>();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.rival(Operations.insert(KNOWS, "elsewhere"));
          world.clock.step(Duration.ofSeconds(30));
          Thread.ofVirtual().start(() -> cleanup.complete(cleaner.cleanup()));
          begun.join();
        });
    writer.at(
        Seam.HINT,
        () -> {
          published.complete(true);
          assertThat(cleanup.join().total().objects()).isZero();
        });

    writer.insert(PERSON, "slow");

    assertThat(world.stored.rows(PERSON)).containsKey("slow");
  }

  /** A server of the store has a clock that is late, so their age alone would not spare them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWriteBesideACleanupIsKnownThoughItsObjectsLookOlder(boolean endsBeside) {
    World world = grown();
    SimulatedProcess cleaner = world.process();
    cleaner.at(
        Seam.CLEANUP_LIST,
        () -> {
          world.clock.step(Duration.ofMinutes(-1));
          Beside.IS_ABOUT_TO_PUBLISH.run(world);
          world.clock.step(Duration.ofMinutes(1));
        });
    if (endsBeside) {
      cleaner.at(
          Seam.CLEANUP_SIDECARS,
          () -> {
            world.landLate();
            world.stored.sidecars().forEach(world.objects::delete);
          });
    }

    cleaner.cleanup();

    world.landLate();
    assertThat(world.stored.rows(PERSON)).containsKey("late");
  }

  @Test
  void aDerivedObjectStaysWhileAnyVersionThatIsKeptOnAnyBranchNamesIt() {
    World world = World.withGraph();
    world.process().commit(Operations.derive(PERSON));
    List<String> first = named(world.stored.state());
    world.process().repository.createBranch(new BranchName("dev"), MAIN, "ann");
    world.process().insert(PERSON, "tail");
    assertThat(named(world.stored.state())).as("rows that come leave it").isEqualTo(first);
    world.process().commit(Operations.derive(PERSON));
    List<String> second = named(world.stored.state());
    world.clock.step(LONG);
    world.process().commit(Operations.derive(PERSON));
    List<String> third = named(world.stored.state());
    world.process().commit(Operations.compact(PERSON));

    world.cleanup();
    assertThat(derived(world))
        .as("one is dev's")
        .containsExactlyInAnyOrderElementsOf(all(first, second, third));

    world.clock.step(LONG);
    world.cleanup();
    assertThat(derived(world))
        .as("the last commit has what it changed")
        .containsAll(all(first, third));
    world.process().insert(PERSON, "later");
    world.clock.step(LONG);
    world.cleanup();
    assertThat(derived(world)).containsExactlyInAnyOrderElementsOf(first);
    assertCleanupLeavesOnlyWhatIsNeeded(world);
  }

  @ParameterizedTest
  @EnumSource(names = {"STAGE_COMMIT", "PUBLISH"})
  void aDerivedObjectThatNoVersionNamesGoesOnceItIsOld(Seam seam) {
    World world = World.withGraph();
    List<String> before = world.stored.tableObjects();
    world.clock.step(Duration.ofSeconds(1));
    world.killed(seam, p -> p.commit(Operations.derive(PERSON)));
    assertThat(derived(world)).hasSize(2);

    world.cleanup();
    assertThat(derived(world)).as("its writer may be alive").hasSize(2);

    world.pastEveryDeadline();
    world.cleanup();
    assertThat(world.stored.tableObjects()).isEqualTo(before);
  }

  @Test
  void aDerivedObjectOfAWriterThatDiedRightAfterItsRecordStays() {
    World world = World.withGraph();
    world.killed(Seam.HINT, p -> p.commit(Operations.derive(PERSON)));
    world.pastEveryDeadline();

    world.cleanup();

    assertThat(derived(world)).containsExactlyInAnyOrderElementsOf(named(world.stored.state()));
  }

  @Test
  void aDerivedObjectThatIsGoneHoldsNoCleanupUp() {
    World world = World.withGraph();
    world.process().commit(Operations.derive(PERSON));
    named(world.stored.state()).forEach(world.objects::delete);
    world.clock.step(LONG);

    world.cleanup();

    assertSound(world);
  }

  /** A look-up object and a search segment. */
  private static List<String> named(ManifestState state) {
    List<String> keys = Objects.requireNonNull(state.pins().get(PERSON.tableId())).derivedKeys();
    assertThat(keys).hasSize(2);
    return keys;
  }

  @SafeVarargs
  private static List<String> all(List<String>... keys) {
    return Stream.of(keys).flatMap(List::stream).toList();
  }

  private static List<String> derived(World world) {
    return world.stored.tableObjects().stream()
        .filter(key -> key.contains("/_lookups/") || key.contains("/_search/"))
        .toList();
  }

  /** What goes on while somebody cleans up. */
  private enum Beside {
    WRITES,
    IS_ABOUT_TO_PUBLISH,
    LOSES_A_RACE_AND_IS_ABOUT_TO_PUBLISH,
    FORKS_AND_WRITES,
    FORKS_AN_OLD_STATE,
    FORKS_AND_DELETES,
    MERGES,
    MERGES_AND_THE_SOURCES_NAME_GOES_TO_ANOTHER,
    IS_ABOUT_TO_PUBLISH_A_MERGE_AND_THE_SOURCES_NAME_GOES_TO_ANOTHER,
    CLEANS_UP,
    KEEPS_LESS_AND_CLEANS_UP,
    OPTIMIZES;

    void run(World world) {
      switch (this) {
        case WRITES -> world.process().insert(PERSON, "beside");
        case IS_ABOUT_TO_PUBLISH -> inFlight(world, world.process(), 1);
        case LOSES_A_RACE_AND_IS_ABOUT_TO_PUBLISH -> {
          SimulatedProcess writer = world.process();
          writer.at(
              Seam.STAGE,
              () -> {
                world.rival(Operations.insert(KNOWS, "rival"));
                world.clock.step(Duration.ofSeconds(10));
              });
          inFlight(world, writer, 2);
        }
        case FORKS_AND_WRITES -> {
          Repository repository = world.process().repository;
          repository.createBranch(new BranchName("dev"), MAIN, "ann");
          repository.commit(
              CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
              Operations.insert(PERSON, "dev"));
        }
        case FORKS_AN_OLD_STATE -> {
          CommitId old = world.stored.log().get(2).commitId();
          try {
            world
                .process()
                .repository
                .createBranch(
                    new BranchName("dev"), new ReadAt.Commit(BranchName.MAIN, old), "ann");
          } catch (GraphException e) {
            assertThat(e.code()).isEqualTo("data_gone");
          }
        }
        case FORKS_AND_DELETES -> {
          Repository repository = world.process().repository;
          repository.createBranch(new BranchName("dev"), MAIN, "ann");
          repository.createBranch(
              new BranchName("child"), new ReadAt.Head(new BranchName("dev")), "ann");
          repository.deleteBranch(new BranchName("dev"), "ann");
          repository.createBranch(
              new BranchName("dev"), new ReadAt.Head(new BranchName("child")), "ann");
        }
        case MERGES -> world.process().merge(SOURCE);
        case MERGES_AND_THE_SOURCES_NAME_GOES_TO_ANOTHER -> {
          world.process().merge(SOURCE);
          replaceSource(world);
        }
        case IS_ABOUT_TO_PUBLISH_A_MERGE_AND_THE_SOURCES_NAME_GOES_TO_ANOTHER -> {
          SimulatedProcess writer = world.process();
          writer.at(
              Seam.PUBLISH,
              () -> {
                replaceSource(world);
                writer.store.breakNextAndDie(Fault.LATE);
              });
          assertThatThrownBy(() -> writer.merge(SOURCE)).isInstanceOf(FaultyStore.Killed.class);
        }
        case CLEANS_UP -> world.cleanup();
        case KEEPS_LESS_AND_CLEANS_UP -> {
          world.clock.step(World.RETENTION);
          world.cleanup();
        }
        case OPTIMIZES -> world.process().commit(Operations.compact(PERSON));
      }
    }

    private static void replaceSource(World world) {
      Repository repository = world.process().repository;
      repository.deleteBranch(SOURCE, "ann");
      repository.createBranch(SOURCE, MAIN, "ann");
    }

    private static void inFlight(World world, SimulatedProcess writer, int publish) {
      writer.at(Seam.PUBLISH, publish, () -> writer.store.breakNextAndDie(Fault.LATE));
      try {
        writer.insert(PERSON, "late");
      } catch (FaultyStore.Killed e) {
        assertThat(world.late).hasSize(1);
        return;
      }
      throw new AssertionError("it did not die");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverHappensBetweenAnyTwoRequestsOfACleanupNoBranchLosesData(Beside beside) {
    SimulatedProcess dry = grown(withSource()).process();
    dry.repository.cleanup(new CleanupRequest(World.RETENTION, false));
    assertThat(dry.passed).contains(Seam.CLEANUP_DELETE);
    Map<Seam, Integer> counts = new TreeMap<>();
    for (Seam seam : List.copyOf(dry.passed)) {
      int nth = counts.merge(seam, 1, Integer::sum);
      World world = grown(withSource());
      SimulatedProcess cleaner = world.process();
      cleaner.at(
          seam,
          nth,
          () -> {
            world.clock.step(Duration.ofSeconds(1));
            beside.run(world);
            world.clock.step(Duration.ofSeconds(1));
          });

      cleaner.cleanup();

      world.landLate();
      for (String branch : List.of("main", "dev", "child", "source")) {
        if (world.objects.get(ObjectKeys.branch(new BranchName(branch))).isPresent()) {
          readHead(world, branch + " after " + seam + " " + nth, branch);
        }
      }
      assertSound(world);
    }
  }

  @Test
  void whatAPendingBranchStartsFromStaysBeforeAnybodyCanReadIt() {
    World world = World.withGraph();
    Pin start = Objects.requireNonNull(world.stored.state().pins().get(PERSON.tableId()));
    world.killed(
        Seam.BRANCH_LIVE,
        process -> process.repository.createBranch(new BranchName("dev"), MAIN, "ann"));
    for (int i = 0; i < 2; i++) {
      world.process().commit(Operations.increment(PERSON, "root"));
      world.clock.step(Duration.ofMinutes(2));
    }

    world.process().repository.cleanup(new CleanupRequest(Duration.ofMinutes(1), false));

    assertThat(world.stored.tableObjects()).containsAll(world.tables.objectsOf(start));
  }

  @Test
  void aBranchThatIsBeingMadeIsARoot() {
    World world = World.withGraph();
    SimulatedProcess creator = world.process();
    creator.at(
        Seam.BRANCH_LIVE,
        () -> {
          for (int i = 0; i < 2; i++) {
            world.process().commit(Operations.increment(PERSON, "root"));
            world.clock.step(Duration.ofMinutes(2));
          }
          world.process().repository.cleanup(new CleanupRequest(Duration.ofMinutes(1), false));
        });

    creator.repository.createBranch(new BranchName("dev"), MAIN, "ann");

    assertThat(readHead(world, "dev", "dev")).containsEntry("root", "v0");
    assertThatThrownBy(
            () ->
                world
                    .process()
                    .repository
                    .openRead(
                        new ReadAt.Commit(BranchName.MAIN, world.stored.log().get(1).commitId())))
        .hasMessageContaining("cleaned up");
  }

  @Test
  void aBranchWhoseCreatorDiedKeepsItsForkNoLongerThanAnOperationMayTake() {
    World world = World.withGraph();
    world.killed(
        Seam.BRANCH_LIVE, p -> p.repository.createBranch(new BranchName("dev"), MAIN, "ann"));
    world.process().commit(Operations.increment(PERSON, "root"));
    world.pastEveryDeadline();
    world.clock.step(Duration.ofSeconds(10));

    world.cleanup();

    assertThat(world.stored.branch("dev").status()).isEqualTo(BranchObject.Status.DELETED);
    assertCleanupLeavesOnlyWhatIsNeeded(world);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "LATE", "NEVER", "DUPLICATE"})
  void aCreatorThatWasTakenForDeadIsToldSoAndMayCreateItAgain(Fault fault) {
    World world = World.withGraph();
    SimulatedProcess creator = world.process();
    creator.at(
        Seam.BRANCH_LIVE,
        () -> {
          world.pastEveryDeadline();
          world.clock.step(Duration.ofSeconds(10));
          world.cleanup();
          creator.store.breakNext(fault);
        });

    assertThatThrownBy(() -> creator.repository.createBranch(new BranchName("dev"), MAIN, "ann"))
        .isInstanceOf(GraphException.class)
        .isNotInstanceOf(OutcomeUnknown.class);
    world.landLate();

    assertThat(world.stored.branch("dev").status()).isEqualTo(BranchObject.Status.DELETED);
    creator.repository.createBranch(new BranchName("dev"), MAIN, "ann");
    assertThat(readHead(world, "dev", "dev")).containsEntry("root", "v0");
  }

  @Test
  void aBranchThatMayBeThereIsNotReportedAsAFailure() {
    World world = World.withGraph();
    SimulatedProcess creator = world.process();
    creator.at(Seam.BRANCH_LIVE, () -> creator.store.breakNext(Fault.LOST_ACKNOWLEDGEMENT));
    creator.at(Seam.BRANCH_VERIFY, () -> creator.store.breakNext(Fault.ERROR));

    assertThatThrownBy(() -> creator.repository.createBranch(new BranchName("dev"), MAIN, "ann"))
        .isInstanceOf(OutcomeUnknown.class)
        .hasMessageContaining("branch dev was created");

    assertThat(readHead(world, "dev", "dev")).containsEntry("root", "v0");
  }

  @Test
  void aForkOfABranchWhoseNameWentToAnotherMeanwhileIsRefused() {
    World world = World.withGraph();
    Repository owner = world.process().repository;
    owner.createBranch(new BranchName("dev"), MAIN, "ann");
    owner.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "lost"));
    SimulatedProcess creator = world.process();
    creator.at(
        Seam.BRANCH_PENDING,
        () -> {
          owner.deleteBranch(new BranchName("dev"), "ann");
          owner.createBranch(new BranchName("dev"), MAIN, "ann");
          world.clock.step(LONG);
          world.cleanup();
        });

    assertThatThrownBy(
            () ->
                creator.repository.createBranch(
                    new BranchName("child"), new ReadAt.Head(new BranchName("dev")), "ann"))
        .hasMessageContaining("cleaned up");

    assertThat(readHead(world, "dev", "dev")).containsOnlyKeys("root");
  }

  @Test
  void aChildKeepsWhatItWasForkedFromWhenItsParentIsLongDeleted() {
    World world = World.withGraph();
    Repository owner = world.process().repository;
    owner.createBranch(new BranchName("dev"), MAIN, "ann");
    owner.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "kept"));
    owner.createBranch(new BranchName("child"), new ReadAt.Head(new BranchName("dev")), "ann");
    owner.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "gone"));
    owner.deleteBranch(new BranchName("dev"), "ann");
    world.clock.step(LONG);

    CleanupAnswer result = world.cleanup();

    assertThat(readHead(world, "child", "child")).containsOnlyKeys("root", "kept");
    assertThat(result.tables()).containsOnlyKeys(PERSON.tableId());
    world
        .process()
        .commit(
            CommitRequest.of(WriteOptions.on(new BranchName("child"), "ann")),
            Operations.insert(PERSON, "more"));
  }

  @Test
  void aDeletedBranchKeepsItsDataForTheRetention() {
    World world = World.withGraph();
    Repository owner = world.process().repository;
    owner.createBranch(new BranchName("dev"), MAIN, "ann");
    owner.commit(
        CommitRequest.of(WriteOptions.on(new BranchName("dev"), "ann")),
        Operations.insert(PERSON, "gone"));
    owner.deleteBranch(new BranchName("dev"), "ann");
    world.clock.step(World.RETENTION.dividedBy(2));

    assertThat(world.cleanup().tables()).isEmpty();
    world.clock.step(World.RETENTION);

    assertThat(world.cleanup().tables()).containsOnlyKeys(PERSON.tableId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"format\":999}"})
  void aSidecarThatCannotBeReadStopsCleanupAndIsNamed(String body) {
    World world = grown();
    String key = ObjectKeys.sidecar(world.stored.branch("main").branchId(), new OperationId("01X"));
    FaultyStore.apply(() -> world.objects.create(key, body.getBytes(StandardCharsets.UTF_8)));
    List<String> before = world.stored.tableObjects();

    assertThatThrownBy(world::cleanup)
        .isInstanceOf(UnreadableObject.class)
        .hasMessageContaining(key);

    assertThat(world.stored.tableObjects()).isEqualTo(before);
  }

  @Test
  void aSidecarThatTurnsUpUnreadableAfterTheSweepStopsCleanupToo() {
    World world = grown();
    String key = ObjectKeys.sidecar(world.stored.branch("main").branchId(), new OperationId("01X"));
    SimulatedProcess cleaner = world.process();
    cleaner.at(
        Seam.CLEANUP_SIDECARS,
        () -> FaultyStore.apply(() -> world.objects.create(key, new byte[] {'{'})));
    List<String> before = world.stored.tableObjects();

    assertThatThrownBy(() -> cleaner.cleanup()).hasMessageContaining(key);

    assertThat(world.stored.tableObjects()).isEqualTo(before);
  }

  @Test
  void auditEntriesStayForTheRetention() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "never"));
    world.pastEveryDeadline();
    world.sweep();
    world.clock.step(World.RETENTION);

    CleanupAnswer young = world.cleanup();
    world.clock.step(Duration.ofSeconds(1));
    CleanupAnswer old = world.cleanup();

    assertThat(young.auditEntries().objects()).isZero();
    assertThat(old.auditEntries().objects()).isEqualTo(1);
    assertThat(world.stored.audits()).isEmpty();
  }

  @Test
  void listsOfIdsThatBelongToNoCommitVanishAndThoseOfCommitsStay() {
    World world = World.withGraph();
    // Clocks of the store's servers may differ by less.
    world.clock.step(Duration.ofSeconds(10));
    Operation<String> large =
        Operations.insertAll(
            Map.of(
                PERSON,
                IntStream.range(0, 1_200).mapToObj(i -> "somebody-with-a-long-id-" + i).toList()),
            Map.of());
    world.killed(Seam.PUBLISH, p -> p.commit(large));
    world.process().commit(large);
    assertThat(changeSets(world)).hasSize(2);
    world.pastEveryDeadline();

    CleanupAnswer first = world.cleanup();
    world.clock.step(LONG);
    world.cleanup();

    assertThat(first.changeSets().objects()).isEqualTo(1);
    assertThat(changeSets(world)).hasSize(1);
  }

  /** Also of a file that nothing but the record of a state in the middle names. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aCommitThatLacksDataStopsCleanupBeforeItDeletesAnything(int back) {
    World world = grown();
    world.cleanup();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "never"));
    world.pastEveryDeadline();
    long seq = world.stored.state().seq() - back;
    String kept = dataOf(world, seq).getFirst();
    assertThat(dataOf(world, seq - 1)).doesNotContain(kept);
    world.objects.delete(kept);
    List<String> before = world.stored.tableObjects();

    assertThatThrownBy(world::cleanup)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("cleanup_refused"))
        .hasMessageContaining(kept);

    assertThat(world.stored.tableObjects()).isEqualTo(before);
  }

  @Test
  void aCommitThatLacksTheBaseOfATableStopsCleanupToo() {
    World world = grown();
    world.process().insert(PERSON, "a");
    world.process().commit(Operations.compact(PERSON));
    world.process().insert(PERSON, "b");
    String base =
        world.stored.tableObjects().stream()
            .filter(key -> key.contains("/_versions/d"))
            .toList()
            .getFirst();
    world.objects.delete(base);
    List<String> before = world.stored.tableObjects();

    assertThatThrownBy(world::cleanup)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("cleanup_refused"));

    assertThat(world.stored.tableObjects()).isEqualTo(before);
  }

  @Test
  void everyRetainedStateReadsTheSameWhateverChangesLedToIt() {
    World world = World.withGraph();
    List<Operation<String>> changes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      changes.add(Operations.insert(PERSON, "a" + i));
      changes.add(Operations.increment(PERSON, "root"));
      changes.add(Operations.compact(PERSON));
      changes.add(Operations.delete(PERSON, "a" + i));
      changes.add(Operations.evolve(world));
    }
    Map<CommitId, Map<String, String>> states = new TreeMap<>();
    for (Operation<String> change : changes) {
      world.clock.step(World.RETENTION.dividedBy(8));
      CommitId commit = world.process().commit(change).commitId();
      states.put(commit, world.stored.rows(PERSON));
    }

    world.cleanup();

    List<CommitId> gone = new ArrayList<>();
    states.forEach(
        (commit, rows) -> {
          try (BranchView view =
              world.process().repository.openRead(new ReadAt.Commit(BranchName.MAIN, commit))) {
            assertThat(Operations.rows(view, PERSON)).isEqualTo(rows);
          } catch (GraphException e) {
            assertThat(e.code()).isEqualTo("data_gone");
            gone.add(commit);
          }
        });
    assertThat(gone).hasSizeBetween(3, 8);
    assertCleanupLeavesOnlyWhatIsNeeded(world);
  }

  /**
   * It may have been prepared on the state before its range, and again on any in it. The age of the
   * sidecar alone would not spare them: a server of the store has a clock that is late.
   */
  @Test
  void whateverAWriterInFlightMayRestOnStaysAlsoBelowTheHorizon() {
    World world = World.withGraph();
    world.clock.step(Duration.ofMinutes(10));
    SimulatedProcess writer = world.process();
    List<Pin> states = new ArrayList<>();
    writer.at(
        Seam.PUBLISH,
        () -> {
          world.clock.step(Duration.ofMinutes(-8));
          for (int i = 0; i < 4; i++) {
            states.add(Objects.requireNonNull(world.stored.state().pins().get(PERSON.tableId())));
            world.rival(Operations.increment(PERSON, "root"));
            world.clock.step(Duration.ofMinutes(2));
          }
          world.clock.step(Duration.ofMinutes(4));
          world.process().repository.cleanup(new CleanupRequest(Duration.ofMinutes(1), false));
        });

    writer.insert(PERSON, "bob");

    assertThat(horizon(world).seqs().values()).containsExactly(6L);
    assertThat(states).hasSize(4);
    for (Pin state : states) {
      assertThat(world.stored.tableObjects()).containsAll(world.tables.objectsOf(state));
    }
    world.clock.step(Duration.ofMinutes(2));
    world.process().repository.cleanup(new CleanupRequest(Duration.ofMinutes(1), false));
    assertThat(world.stored.tableObjects())
        .as("it has ended")
        .doesNotContainAnyElementsOf(
            world.tables.objectsOf(states.getFirst()).stream()
                .filter(key -> key.contains("/data/"))
                .toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOST_ACKNOWLEDGEMENT", "NEVER", "DUPLICATE"})
  void theHorizonIsCertainBeforeAnythingIsDeleted(Fault fault) {
    World world = grown();
    SimulatedProcess cleaner = world.process().broken(Seam.CLEANUP_HORIZON, fault);
    cleaner.at(Seam.CLEANUP_LIST, () -> assertThat(horizon(world).seqs()).isNotEmpty());

    assertThat(cleaner.cleanup().total().objects()).isPositive();
  }

  @Test
  void cleanupsThatRaceForTheHorizonBothRaiseIt() {
    World world = grown();
    SimulatedProcess cleaner = world.process();
    cleaner.at(Seam.CLEANUP_HORIZON, world::cleanup);
    Horizon expected;
    World alone = grown();
    alone.cleanup();
    expected = horizon(alone);

    cleaner.cleanup();

    assertThat(horizon(world).seqs().values()).containsExactlyElementsOf(expected.seqs().values());
    assertSound(world);
  }

  /** It was frozen while another one deleted a base that it still had to keep when it began. */
  @Test
  void aCleanupThatAnotherHasOvertakenBeginsAgain() {
    World world = World.withGraph();
    for (int i = 0; i < 3; i++) {
      world.clock.step(World.RETENTION.dividedBy(2));
      world.process().insert(PERSON, "p" + i);
      world.process().commit(Operations.compact(PERSON));
    }
    Pin old = Objects.requireNonNull(world.stored.state().pins().get(PERSON.tableId()));
    SimulatedProcess frozen = world.process();
    frozen.at(
        Seam.CLEANUP_BRANCHES,
        () -> {
          world.process().insert(PERSON, "beside");
          world.process().commit(Operations.compact(PERSON));
          world.process().insert(PERSON, "newest");
          world.clock.step(LONG);
          world.cleanup();
        });

    CleanupAnswer result = frozen.cleanup();

    assertThat(world.stored.tableObjects()).doesNotContainAnyElementsOf(bases(world, old));
    assertThat(frozen.times(Seam.CLEANUP_PLAN)).isEqualTo(2);
    assertThat(result.total()).isEqualTo(CleanupAnswer.Deleted.NOTHING);
    assertThat(result.retainedSince()).isEqualTo(world.clock.instant().minus(World.RETENTION));
    assertSound(world);
  }

  @Test
  void aCleanupThatAnotherHasOvertakenStopsAllTheSameWhenACommitLacksData() {
    World world = grown();
    SimulatedProcess frozen = world.process();
    frozen.at(
        Seam.CLEANUP_LIST,
        () -> {
          world.clock.step(LONG);
          world.cleanup();
          world.objects.delete(dataOf(world, world.stored.state().seq()).getFirst());
        });

    assertThatThrownBy(frozen::cleanup)
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("cleanup_refused"));
  }

  @Test
  void aLostHorizonIsNotLostWhenAnotherCleanupHasWrittenItAgainMeanwhile() {
    World world = grown();
    world.objects.delete(ObjectKeys.HORIZON);
    SimulatedProcess frozen = world.process();
    frozen.at(
        Seam.CLEANUP_LIST,
        () -> {
          world.clock.step(World.RETENTION);
          world.cleanup();
        });

    assertThat(frozen.cleanup().total()).isEqualTo(CleanupAnswer.Deleted.NOTHING);

    assertSound(world);
  }

  /** Its creator dies before it can hear that the fork's data was cleaned up. */
  @Test
  void aBranchThatBeganTooLateToKeepItsForkHoldsNoCleanupUp() {
    World world = grown();
    CommitId old = world.stored.log().get(2).commitId();
    SimulatedProcess creator = world.process();
    creator.at(Seam.BRANCH_PENDING, world::cleanup).killedAt(Seam.BRANCH_BASE);
    assertThatThrownBy(
            () ->
                creator.repository.createBranch(
                    new BranchName("dev"), new ReadAt.Commit(BranchName.MAIN, old), "ann"))
        .isInstanceOf(FaultyStore.Killed.class);
    assertThat(world.stored.branch("dev").status()).isEqualTo(BranchObject.Status.PENDING);

    assertThat(world.cleanup().total()).isEqualTo(CleanupAnswer.Deleted.NOTHING);

    assertSound(world);
  }

  @Test
  void aLongerRetentionNeverBringsBackWhatIsGone() {
    World world = grown();
    world.cleanup();
    Horizon before = horizon(world);

    world
        .process()
        .repository
        .cleanup(new CleanupRequest(World.RETENTION.multipliedBy(100), false));

    assertThat(horizon(world)).isEqualTo(before);
    assertThatThrownBy(
            () ->
                world
                    .process()
                    .repository
                    .openRead(
                        new ReadAt.Commit(BranchName.MAIN, world.stored.log().get(1).commitId())))
        .hasMessageContaining("cleaned up");
  }

  @Test
  void aLostHorizonIsWrittenAgainWhereItWas() {
    World world = grown();
    world.cleanup();
    Horizon before = horizon(world);
    List<String> tables = world.stored.tableObjects();
    world.objects.delete(ObjectKeys.HORIZON);

    world.process().repository.cleanup(new CleanupRequest(World.RETENTION, true));
    assertThat(world.objects.get(ObjectKeys.HORIZON)).isEmpty();
    world.cleanup();

    assertThat(horizon(world).seqs()).isEqualTo(before.seqs());
    assertThat(world.stored.tableObjects()).isEqualTo(tables);
    assertSound(world);
  }

  @Test
  void aLostHorizonIsNeverWrittenBelowWhatIsGone() {
    World world = grown();
    world.cleanup();
    Horizon before = horizon(world);
    List<String> tables = world.stored.tableObjects();
    world.objects.delete(ObjectKeys.HORIZON);

    assertThatThrownBy(
            () ->
                world.process().repository.cleanup(new CleanupRequest(LONG.multipliedBy(2), false)))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.code()).isEqualTo("horizon_lost"))
        .hasMessageContaining(ObjectKeys.HORIZON);

    assertThat(world.objects.get(ObjectKeys.HORIZON)).isEmpty();
    assertThat(world.stored.tableObjects()).isEqualTo(tables);
    world.cleanup();
    assertThat(horizon(world).seqs()).isEqualTo(before.seqs());
  }

  @Test
  void aLostHorizonOfAGraphThatWasNeverCleanedUpKeepsAllOfItsHistory() {
    World world = grown();
    List<String> tables = world.stored.tableObjects();
    world.objects.delete(ObjectKeys.HORIZON);

    world.process().repository.cleanup(new CleanupRequest(Duration.ofDays(36_500), false));

    assertThat(world.stored.tableObjects()).isEqualTo(tables);
    world
        .process()
        .repository
        .openRead(new ReadAt.Commit(BranchName.MAIN, world.stored.log().get(1).commitId()))
        .close();
  }

  /** A graph with history older than the retention, and younger. */
  private static World grown() {
    return grown(World.withGraph());
  }

  /** A graph with a branch of one person more. */
  private static World withSource() {
    World world = World.withGraph();
    world.process().repository.createBranch(SOURCE, MAIN, "ann");
    world.process().insert(SOURCE, PERSON, "merged");
    return world;
  }

  private static World grown(World world) {
    for (int i = 0; i < 5; i++) {
      world.clock.step(World.RETENTION.dividedBy(2));
      world.process().commit(Operations.increment(PERSON, "root"));
    }
    return world;
  }

  /** Of the people at a seq of main. */
  private static List<String> dataOf(World world, long seq) {
    Pin pin = Objects.requireNonNull(world.stored.stateAt(seq).pins().get(PERSON.tableId()));
    return world.tables.objectsOf(pin).stream().filter(key -> key.contains("/data/")).toList();
  }

  /** The version's own file. */
  private static List<String> bases(World world, Pin pin) {
    return world.tables.objectsOf(pin).stream().filter(key -> key.contains("/_versions/")).toList();
  }

  private static Map<String, String> readHead(World world, String what, String branch) {
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Head(new BranchName(branch)))) {
      return Operations.rows(view, PERSON);
    } catch (GraphException | AssertionError e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    }
  }

  private static List<String> changeSets(World world) {
    return world
        .objects
        .list(ObjectKeys.changes(world.stored.branch("main").branchId()))
        .entries()
        .stream()
        .map(entry -> entry.key())
        .toList();
  }

  private static Horizon horizon(World world) {
    return Horizon.decode(world.objects.get(ObjectKeys.HORIZON).orElseThrow().body());
  }
}

package dev.omnigraph.protocol.log;

import static dev.omnigraph.protocol.world.Invariants.assertCode;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  private static final ReadAt MAIN = new ReadAt.Head(BranchName.MAIN);

  @Test
  void aReaderFindsTheHeadWithTwoRequestsInARow() {
    World world = World.withGraph();
    SimulatedProcess reader = world.process();

    reader.repository.openRead(MAIN).close();

    assertThat(reader.inARow).containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE);
    assertThat(reader.beside).containsExactly(Seam.OPEN_SCHEMA);
  }

  @Test
  void aWriterAddsNoRequestInARowToFindWhatCrashedWritersLeft() {
    World world = World.withGraph();
    SimulatedProcess writer = world.process();

    writer.repository.sweep(BranchName.MAIN);

    assertThat(writer.inARow).containsExactly(Seam.OPEN_BRANCH, Seam.OPEN_PROBE);
    assertThat(writer.beside).containsExactlyInAnyOrder(Seam.SWEEP_LIST, Seam.OPEN_SCHEMA);
  }

  @Test
  void requestsDoNotDependOnTheDepthOfHistory() {
    World world = World.withGraph();
    grow(world, 10);
    Map<String, List<Seam>> shallow = requests(world.copy());
    grow(world, 1_000);
    Map<String, List<Seam>> deep = requests(world.copy());

    assertThat(deep).isEqualTo(shallow);
    assertThat(deep.get("insert")).hasSize(13);
    System.out.println("requests at depth 10 and 1,000: " + deep);
  }

  @Test
  void aHintThatIsBehindCostsTheRecordsItMisses() {
    World world = World.withGraph();
    for (int i = 0; i < 3; i++) {
      world.process().broken(Seam.HINT, Fault.ERROR).insert(PERSON, "p" + i);
    }
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.openRead(MAIN)) {
      assertThat(view.state()).isEqualTo(world.stored.state());
      assertThat(Operations.rows(view, PERSON)).containsKey("p2");
    }
    assertThat(world.stored.branch("main").hint()).isNotEqualTo(world.stored.state());
  }

  @Test
  void aBranchObjectWithoutAUsableStateIsRebuiltByProbingAndNeverByListing() {
    World world = World.withGraph();
    grow(world, 300);
    corruptHint(world, BranchName.MAIN);
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.openRead(MAIN)) {
      assertThat(view.state()).isEqualTo(world.stored.state());
    }

    assertThat(reader.passed).doesNotContain(Seam.SWEEP_LIST, Seam.LIST_BRANCHES);
    assertThat(reader.passed.stream().filter(s -> s == Seam.OPEN_PROBE).count())
        .as("doubling and bisecting 300 records")
        .isLessThan(20);
    assertThat(reader.passed.stream().filter(s -> s == Seam.READ_RECORD).count()).isLessThan(64);
  }

  @Test
  void aBranchWithoutAUsableStateWhoseLogHasEndedHasEnded() {
    World world = World.withGraph();
    BranchName dev = new BranchName("dev");
    world.process().repository.createBranch(dev, MAIN, "ann");
    world.killed(Seam.BRANCH_MARK, p -> p.repository.deleteBranch(dev, "ann"));
    corruptHint(world, dev);

    assertCode(
        () ->
            world
                .process()
                .commit(
                    CommitRequest.of(WriteOptions.on(dev, "ann")),
                    Operations.insert(PERSON, "bob")),
        "branch_deleted");
  }

  @Test
  void theNextWriteHealsAnUnusableHint() {
    World world = World.withGraph();
    corruptHint(world, BranchName.MAIN);

    world.process().insert(PERSON, "healer");

    assertThat(world.stored.branch("main").hint()).isEqualTo(world.stored.state());
  }

  @Test
  void missingCheckpointsCostTimeAndNothingElse() {
    World world = World.withGraph();
    grow(world, 130);
    BranchId branchId = world.stored.branch("main").branchId();
    world.objects.delete(ObjectKeys.checkpoint(branchId, 128));
    corruptHint(world, BranchName.MAIN);

    try (BranchView view = world.process().repository.openRead(MAIN)) {
      assertThat(view.state()).isEqualTo(world.stored.state());
    }
  }

  @Test
  void everyCommitOfThePastIsReadAtTheCostOfOneCheckpointsRecords() {
    World world = World.withGraph();
    grow(world, 200);

    for (ManifestRecord record : world.stored.log()) {
      SimulatedProcess reader = world.process();
      try (BranchView view =
          reader.repository.openRead(new ReadAt.Commit(BranchName.MAIN, record.commitId()))) {
        assertThat(view.seq()).isEqualTo(record.seq());
        assertThat(view.pins()).isEqualTo(world.stored.stateAt(record.seq()).pins());
      }
      assertThat(reader.store.requests).isLessThan(64 + 8);
    }
  }

  @Test
  void aTimeIsReadAtTheNewestCommitThatWasThere() {
    World world = World.withGraph();
    Instant before = world.clock.instant();
    world.clock.step(Duration.ofHours(1));
    CommitId first = world.process().insert(PERSON, "a");
    world.clock.step(Duration.ofHours(1));
    world.process().insert(PERSON, "b");

    assertThat(commitAt(world, before.plus(Duration.ofMinutes(119)))).isEqualTo(first);
    assertThat(commitAt(world, world.clock.instant())).isEqualTo(world.stored.state().commitId());
    assertThatThrownBy(() -> commitAt(world, Instant.EPOCH)).hasMessageContaining("at or before");
  }

  @Test
  void timesNeverRunBackwardsWhateverTheWritersClock() {
    World world = World.withGraph();
    world.clock.step(Duration.ofDays(1).negated());

    world.process().insert(PERSON, "from the past");

    List<ManifestRecord> log = world.stored.log();
    assertThat(log.getLast().authoredAt()).isAfterOrEqualTo(log.get(log.size() - 2).authoredAt());
  }

  @Test
  void aNameThatNoBranchCanHaveIsRefusedAsAName() {
    World world = World.withGraph();
    for (String name : List.of("", "a b", "../main", "a\nb", "/a", "x".repeat(2000))) {
      assertThatThrownBy(
              () -> world.process().repository.openRead(new ReadAt.Head(new BranchName(name))))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("branch_name"));
      assertThatThrownBy(
              () ->
                  world
                      .process()
                      .commit(
                          CommitRequest.of(WriteOptions.on(new BranchName(name), "ann")),
                          Operations.insert(PERSON, "a")))
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("branch_name"));
    }
  }

  @Test
  void aClockThatTheStoreContradictsDatesNoCommit() {
    World world = World.withGraph();
    List<String> before = world.stored.everything();
    for (Duration skew : List.of(Duration.ofDays(3650), Duration.ofDays(-3650))) {
      assertThatThrownBy(() -> world.process(skew).insert(PERSON, "a"))
          .hasMessageContaining("This machine's clock says")
          .isInstanceOfSatisfying(
              GraphException.class, e -> assertThat(e.code()).isEqualTo("clock_skewed"));
    }
    assertThat(world.stored.everything()).isEqualTo(before);

    world.process(Duration.ofMinutes(14)).insert(PERSON, "b");
  }

  @Test
  void aFolderThatNobodyWroteToForDecadesTakesCommitsAndItsTimesNeverRunBackwards(
      @TempDir Path folder) {
    World world = new World(clock -> new FileObjectStore(folder, clock));
    world.process().repository.init(People.CATALOG, "ann");
    world.clock.step(Duration.ofDays(30 * 365));
    world.process().insert(PERSON, "after a long rest");
    Instant newest = world.clock.instant();
    world.clock.step(Duration.ofDays(3652).negated());

    world.process().insert(PERSON, "by a clock set back");

    assertThat(world.stored.log().getLast().authoredAt()).isEqualTo(newest);
  }

  @Test
  void dataBelowTheHorizonIsGone() {
    World world = World.withGraph();
    CommitId old = world.process().insert(PERSON, "a");
    CommitId kept = world.process().insert(PERSON, "b");
    world.process().insert(PERSON, "c");
    long keptSeq = world.stored.log().get(world.stored.log().size() - 2).seq();
    Horizon horizon =
        new Horizon(
            new TreeMap<>(Map.of(world.stored.branch("main").branchId(), keptSeq)),
            new TreeMap<>(),
            "n");
    world.stored.overwrite(ObjectKeys.HORIZON, horizon.encode());

    Repository reader = world.process().repository;

    reader.openRead(new ReadAt.Commit(BranchName.MAIN, kept)).close();
    assertThatThrownBy(() -> reader.openRead(new ReadAt.Commit(BranchName.MAIN, old)))
        .isInstanceOfSatisfying(
            GraphException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.GONE));
  }

  @Test
  void aReaderWritesNothingWhateverItFinds() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, p -> p.insert(PERSON, "never"));
    world.killed(Seam.HINT, p -> p.insert(PERSON, "half"));
    world.pastEveryDeadline();
    List<String> before = world.stored.everything();
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.openRead(MAIN)) {
      assertThat(Operations.rows(view, PERSON)).containsKey("half").doesNotContainKey("never");
      reader.repository.history(BranchName.MAIN, 10);
      reader.repository.openRead(new ReadAt.Time(BranchName.MAIN, world.clock.instant())).close();
      reader.repository.branches();
    }

    assertThat(reader.store.writes).isZero();
    assertThat(world.stored.everything()).isEqualTo(before);
  }

  @Test
  void everyTableIsOpenedAtMostOnceAndClosed() {
    World world = World.withGraph();
    int opened = world.tables.opened.get();
    SimulatedProcess writer = world.process();

    writer.commit(
        Operations.insertAll(
            Map.of(PERSON, List.of("bob"), KNOWS, List.of("e")), Map.of(PERSON, "root")));

    assertThat(world.tables.opened.get() - opened).isEqualTo(2);
    assertThat(world.tables.closed.get()).isEqualTo(world.tables.opened.get());
  }

  @Test
  void tablesKnownToBeNeededAreOpenedBesideTheProof() {
    World world = World.withGraph();
    SimulatedProcess reader = world.process();

    try (BranchView view = reader.repository.openRead(MAIN, catalog -> List.of(PERSON))) {
      int opened = world.tables.opened.get();
      assertThat(view.table(PERSON).pin())
          .isEqualTo(world.stored.state().pins().get(PERSON.tableId()));
      assertThat(world.tables.opened.get()).isEqualTo(opened);
    }
    assertThat(world.tables.closed.get()).isEqualTo(world.tables.opened.get());
  }

  @Test
  void tablesOpenedAtAStateThatWasNotNewestAreDropped() {
    World world = World.withGraph();
    world.process().broken(Seam.HINT, Fault.ERROR).insert(PERSON, "newer");

    try (BranchView view = world.process().repository.openRead(MAIN, catalog -> List.of(PERSON))) {
      assertThat(Operations.rows(view, PERSON)).containsKey("newer");
    }
    assertThat(world.tables.closed.get()).isEqualTo(world.tables.opened.get());
  }

  @Test
  void whatIsNotThereIsNamed() {
    World world = World.withGraph();
    Repository empty =
        new Repository(
            new MemoryObjectStore(world.clock), world.tables, Environment.system(Runnable::run));

    assertCode(() -> empty.openRead(MAIN), "graph_not_found");
    assertCode(
        () -> world.process().repository.openRead(new ReadAt.Head(new BranchName("nope"))),
        "branch_not_found");
    for (String commit : List.of("nonsense", world.id() + "-2", world.id() + "-99")) {
      assertCode(
          () ->
              world
                  .process()
                  .repository
                  .openRead(new ReadAt.Commit(BranchName.MAIN, new CommitId(commit))),
          "commit_not_found");
    }
  }

  @Test
  void aGraphOfANewerVersionAsksForAnUpgradeInBothModes() {
    World world = World.withGraph();
    world.stored.overwrite(
        ObjectKeys.branch(BranchName.MAIN),
        "{\"format\":9,\"what\":1}".getBytes(StandardCharsets.UTF_8));

    assertCode(() -> world.process().repository.openRead(MAIN), "format_newer");
    assertCode(() -> world.process().insert(PERSON, "x"), "format_newer");
  }

  private static Map<String, List<Seam>> requests(World world) {
    Map<String, List<Seam>> requests = new TreeMap<>();
    SimulatedProcess reader = world.process();
    reader.repository.openRead(MAIN).close();
    requests.put("open to read", reader.passed);
    SimulatedProcess opener = world.process();
    opener.repository.sweep(BranchName.MAIN);
    requests.put("open to write", opener.passed);
    SimulatedProcess writer = world.process();
    writer.insert(PERSON, "counted");
    requests.put("insert", writer.passed);
    return requests;
  }

  /** Until the head's seq is one after the number, so that no writer meets a checkpoint. */
  private static void grow(World world, int depth) {
    SimulatedProcess writer = world.process();
    for (long seq = world.stored.state().seq(); seq < depth; seq++) {
      writer.insert(PERSON, "grown-" + seq);
    }
  }

  private static CommitId commitAt(World world, Instant time) {
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Time(BranchName.MAIN, time))) {
      return view.commitId();
    }
  }

  private static void corruptHint(World world, BranchName name) {
    BranchObject branch = world.stored.branch(name.text());
    BranchObject without =
        new BranchObject(
            branch.name(),
            branch.branchId(),
            branch.status(),
            branch.createdAt(),
            branch.createdBy(),
            branch.parent(),
            branch.lineage(),
            "n",
            null);
    world.stored.overwrite(ObjectKeys.branch(name), without.encode());
  }
}

package dev.omnigraph.evolve;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.People;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.NodeType;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change of the schema is a commit like any other. */
class SchemaApplyTest {
  private static final String WITHOUT_EDGES = "node Person {}";
  private static final String WITH_AGE = "node Person { age: I32? } edge Knows: Person -> Person";
  private static final String PLAIN = "node Person {} edge Knows: Person -> Person";

  private final World world = World.withGraph();

  @Test
  void catalogAndTablesBecomeVisibleInOneRecord() {
    ManifestState before = world.stored.state();

    world.process().commit(SchemaOperations.evolve(world));

    ManifestRecord record = world.stored.log().getLast();
    NodeType company = catalog().node("Company").orElseThrow();
    assertThat(record.kind()).isEqualTo(CommitKind.SCHEMA);
    assertThat(record.seq()).isEqualTo(before.seq() + 1);
    assertThat(record.schema()).isEqualTo(catalog().hash()).isNotEqualTo(before.schema());
    assertThat(record.catalog().added()).containsExactly(company.tableId());
    assertThat(record.tables()).containsOnlyKeys(PERSON.tableId(), company.tableId());
    assertThat(record.tables())
        .extractingByKey(company.tableId())
        .extracting(TableChange::before)
        .isNull();
    assertThat(record.tables())
        .extractingByKey(PERSON.tableId())
        .extracting(TableChange::before)
        .isEqualTo(Objects.requireNonNull(before.pins().get(PERSON.tableId())).digest());
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root");
    assertSound(world);
  }

  @Test
  void theSchemaAndTheNewTablesAreThereBeforeTheRecordAndAfterTheSidecar() {
    SimulatedProcess process = world.process();

    process.commit(SchemaOperations.evolve(world));

    assertThat(process.passed)
        .containsSubsequence(Seam.ARM, Seam.STAGE_SCHEMA, Seam.STAGE_TABLE, Seam.PUBLISH);
  }

  @ParameterizedTest
  @EnumSource(
      value = Seam.class,
      names = {"STAGE_SCHEMA", "STAGE_TABLE", "STAGE", "STAGE_COMMIT", "PUBLISH"})
  void aProcessThatDiesBeforeTheRecordLeavesTheOldSchemaAndTheNextOneSucceeds(Seam seam) {
    SchemaHash before = world.stored.state().schema();

    world.killed(seam, process -> process.commit(SchemaOperations.evolve(world)));

    assertThat(catalog().hash()).isEqualTo(before);
    world.pastEveryDeadline();
    world.sweep();
    assertThat(world.stored.sidecars()).isEmpty();
    world.process().commit(SchemaOperations.evolve(world));
    assertThat(catalog().node("Company")).isPresent();
    assertSound(world);
  }

  @Test
  void aSchemaThatIsThereAlreadyIsNoCommit() {
    world.process().commit(SchemaOperations.evolve(world));
    long seq = world.stored.state().seq();

    CommitOutcome<String> again = world.process().commit(SchemaOperations.evolve(world));

    assertThat(again).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(world.stored.state().seq()).isEqualTo(seq);
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void aWriterThatCapturedTheOldSchemaPreparesAgainOnTheNewOne() {
    AtomicInteger prepared = new AtomicInteger();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(SchemaOperations.evolve(world)));

    writer.commit(
        Operations.operation(
            CommitKind.MUTATE,
            view -> {
              boolean known = view.catalog().node("Company").isPresent();
              assertThat(known).isEqualTo(prepared.incrementAndGet() == 2);
              return Operations.insert(PERSON, "bob").prepare(view);
            }));

    assertThat(prepared.get()).isEqualTo(2);
    assertThat(world.stored.log().getLast().schema()).isEqualTo(catalog().hash());
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob");
    assertSound(world);
  }

  @Test
  void rowsThatRivalsWroteStayAndTheChangeIsNotPlannedAgain() {
    SimulatedProcess writer = world.process();
    AtomicInteger prepared = new AtomicInteger();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.insert(PERSON, "bob")));
    writer.at(Seam.PUBLISH, 2, () -> world.rival(Operations.insert(KNOWS, "k")));

    writer.commit(counted(prepared, SchemaOperations.evolve(world)));

    assertThat(prepared.get()).isEqualTo(1);
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob");
    assertThat(world.stored.rows(KNOWS)).containsOnlyKeys("k");
    assertThat(catalog().node("Company")).isPresent();
    assertSound(world);
  }

  @Test
  void twoThatBringTheSameSchemaAreOneCommit() {
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(SchemaOperations.evolve(world)));

    CommitOutcome<String> outcome = writer.commit(SchemaOperations.evolve(world));

    assertThat(outcome).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(world.stored.log()).filteredOn(r -> r.kind() == CommitKind.SCHEMA).hasSize(1);
    assertThat(world.stored.sidecars()).isEmpty();
    assertSound(world);
  }

  @Test
  void aRivalsOtherSchemaIsWhatTheChangeIsPlannedFromAgain() {
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(SchemaOperations.evolve(world, WITH_AGE, false)));

    writer.commit(SchemaOperations.evolve(world, WITHOUT_EDGES, false));

    assertThat(catalog().edges()).isEmpty();
    assertThat(catalog().node("Person").orElseThrow().properties()).isEmpty();
    assertThat(world.stored.state().pins()).containsOnlyKeys(PERSON.tableId());
    assertSound(world);
  }

  @Test
  void aRewriteThatLosesToARowIsMadeAgainWithTheRowInIt() {
    world.process().commit(SchemaOperations.evolve(world, WITH_AGE, false));
    SimulatedProcess writer = world.process();
    AtomicInteger prepared = new AtomicInteger();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.increment(PERSON, "root")));

    writer.commit(counted(prepared, SchemaOperations.evolve(world, PLAIN, true)));

    assertThat(prepared.get()).isEqualTo(2);
    assertThat(world.stored.rows(PERSON)).containsEntry("root", "v1");
    assertSound(world);
  }

  @Test
  void aSoftDropLeavesThePastReadableAndAHardDropDoesNot() {
    world.process().insert(KNOWS, "k");
    CommitId old = world.stored.state().commitId();
    world.process().commit(SchemaOperations.evolve(world, WITHOUT_EDGES, false));
    assertThat(rowsAt(old)).isEqualTo(1);

    world.process().commit(SchemaOperations.evolve(world, PLAIN, false));
    world.process().commit(SchemaOperations.evolve(world, WITHOUT_EDGES, true));

    assertThat(world.stored.state().pins()).containsOnlyKeys(PERSON.tableId());
    assertThat(rowsAt(old)).as("another incarnation").isEqualTo(1);
  }

  @Test
  void theDataOfATypeThatWasDroppedHardIsGoneAtEveryEarlierCommitAndForBranches() {
    world.process().insert(KNOWS, "k");
    CommitId old = world.stored.state().commitId();

    world.process().commit(SchemaOperations.evolve(world, WITHOUT_EDGES, true));

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> rowsAt(old))
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.GONE);
              assertThat(e.code()).isEqualTo("data_gone");
              assertThat(e.details()).containsEntry("type", "Knows");
            });
    world
        .process()
        .repository
        .createBranch(new BranchName("copy"), new ReadAt.Commit(BranchName.MAIN, old), "ann");
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Head(new BranchName("copy")))) {
      assertThat(Operations.rows(view, PERSON)).containsOnlyKeys("root");
      assertThatExceptionOfType(GraphException.class).isThrownBy(() -> view.table(KNOWS));
    }
  }

  @Test
  void aBranchKeepsTheSchemaItHas() {
    world
        .process()
        .repository
        .createBranch(new BranchName("side"), new ReadAt.Head(BranchName.MAIN), "ann");

    world.process().commit(SchemaOperations.evolve(world));

    try (BranchView side =
        world.process().repository.openRead(new ReadAt.Head(new BranchName("side")))) {
      assertThat(side.catalog()).isEqualTo(People.CATALOG);
      assertThat(side.pins()).hasSize(2);
    }
  }

  private int rowsAt(CommitId commit) {
    try (BranchView view =
        world.process().repository.openRead(new ReadAt.Commit(BranchName.MAIN, commit))) {
      return Operations.rows(view, view.catalog().edge("Knows").orElseThrow()).size();
    }
  }

  private Catalog catalog() {
    try (BranchView view = world.process().repository.openRead(new ReadAt.Head(BranchName.MAIN))) {
      return view.catalog();
    }
  }

  private static Operation<String> counted(AtomicInteger count, Operation<String> operation) {
    return Operations.operation(
        operation.kind(),
        view -> {
          count.incrementAndGet();
          return operation.prepare(view);
        });
  }
}

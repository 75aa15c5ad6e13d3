package dev.omnigraph.protocol.write;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.KNOWS;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedProcess;
import dev.omnigraph.protocol.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitTest {
  @Test
  void aCommitIsVisibleToEveryReaderThatStartsAfterIt() {
    World world = World.withGraph();

    CommitOutcome<String> outcome =
        world
            .process()
            .commit(
                Operations.insertAll(
                    Map.of(PERSON, List.of("bob"), KNOWS, List.of("e1")), Map.of(PERSON, "root")));

    try (BranchView view = world.process().repository.openRead(new ReadAt.Head(BranchName.MAIN))) {
      assertThat(Operations.rows(view, PERSON)).containsOnlyKeys("root", "bob");
      assertThat(Operations.rows(view, KNOWS)).containsOnlyKeys("e1");
      assertThat(view.logicalCommitId()).isEqualTo(outcome.commitId());
    }
    assertThat(world.stored.sidecars()).isEmpty();
    assertThat(world.stored.audits()).isEmpty();
    assertThat(world.stored.branch("main").hint()).isEqualTo(world.stored.state());
    assertSound(world);
  }

  @Test
  void aCommitOfRowsWritesTheirFilesAndNoVersion() {
    World world = World.withGraph();
    List<String> before = world.stored.tableObjects();

    world.process().insert(PERSON, "bob");

    List<String> written = new ArrayList<>(world.stored.tableObjects());
    written.removeAll(before);
    assertThat(written).hasSize(1).allMatch(key -> key.contains("/data/"));
    world.process().commit(Operations.compact(PERSON));
    assertThat(world.stored.tableObjects()).anyMatch(key -> key.contains("/_versions/d"));
    assertThat(world.stored.rows(PERSON)).containsOnlyKeys("root", "bob");
  }

  @Test
  void anOperationWithoutEffectPublishesNothing() {
    World world = World.withGraph();
    int before = world.stored.log().size();

    CommitOutcome<String> outcome = world.process().commit(Operations.nothing());

    assertThat(outcome).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(outcome.commitId()).isEqualTo(world.stored.state().logicalCommitId());
    assertThat(world.stored.log()).hasSize(before);
    assertThat(world.stored.sidecars()).isEmpty();
  }

  @Test
  void tablesThatStagingLeavesAsTheyAreAreNotInTheCommit() {
    World world = World.withGraph();
    int before = world.stored.log().size();

    CommitOutcome<String> none =
        world.process().commit(Operations.upkeep(List.of(PERSON, KNOWS), Set.of()));
    SimulatedProcess late = world.process();
    late.at(Seam.STAGE, () -> world.rival(Operations.insert(PERSON, "bob")));
    CommitOutcome<String> overtaken = late.commit(Operations.upkeep(List.of(PERSON), Set.of()));

    assertThat(none).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(none.report().changes()).isEqualTo(CommitReport.Changes.NONE);
    assertThat(overtaken).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(world.stored.log()).as("the rival's").hasSize(before + 1);
    assertThat(world.stored.sidecars()).isEmpty();

    world.process().commit(Operations.upkeep(List.of(PERSON, KNOWS), Set.of(PERSON)));
    assertThat(world.stored.log().getLast().tables()).containsOnlyKeys(PERSON.tableId());
    assertSound(world);
  }

  @Test
  void anOutcomeSaysWhatTheWriteTookAndWhatItChanged() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, process -> process.insert(PERSON, "eve"));
    world.pastEveryDeadline();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.increment(PERSON, "root")));

    CommitReport report =
        writer
            .commit(Operations.insertAll(Map.of(PERSON, List.of("bob", "amy")), Map.of()))
            .report();

    assertThat(report.starts()).isEqualTo(1);
    assertThat(report.attempts()).isEqualTo(2);
    assertThat(report.lostRaces()).isEqualTo(1);
    assertThat(report.recovery().rolledBack()).hasSize(1);
    assertThat(report.changes().tables()).isEqualTo(1);
    assertThat(report.changes().entities()).isEqualTo(new ChangeSet.Counts(2, 0, 0));
    assertThat(report.operationId()).isEqualTo(world.stored.log().getLast().operationId());
    assertThat(report.controlIo().requests()).isEqualTo(writer.store.requests);
  }

  @Test
  void whoListensIsToldOfEachStepOnce() {
    World world = World.withGraph();
    world.killed(Seam.PUBLISH, process -> process.insert(PERSON, "eve"));
    OperationId lost = world.stored.sidecar().operationId();
    world.pastEveryDeadline();
    SimulatedProcess writer = world.process();
    writer.at(Seam.PUBLISH, () -> world.rival(Operations.increment(PERSON, "root")));

    CommitId commit = writer.insert(PERSON, "bob");

    OperationId own = world.stored.log().getLast().operationId();
    long seq = world.stored.state().seq();
    assertThat(commit.text()).startsWith(own.text());
    assertThat(writer.told)
        .containsExactly(
            "opening main",
            "arming " + own,
            "recovered " + lost + " ROLLED_BACK",
            "publishing " + own + " " + (seq - 1),
            "lost " + own + " " + (seq - 1),
            "publishing " + own + " " + seq);
  }
}

package dev.omnigraph.commit;

import static dev.omnigraph.commit.World.KNOWS;
import static dev.omnigraph.commit.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

    try (BranchView view = world.process().repository.openRead(new ReadSpec.Head("main"))) {
      assertThat(Operations.rows(view, PERSON)).containsOnlyKeys("root", "bob");
      assertThat(Operations.rows(view, KNOWS)).containsOnlyKeys("e1");
      assertThat(view.logicalCommitId()).isEqualTo(outcome.commitId());
    }
    assertThat(world.sidecars()).isEmpty();
    assertThat(world.audits()).isEmpty();
    assertThat(world.branch("main").hint()).isEqualTo(world.state());
    world.assertSound();
  }

  @Test
  void anOperationWithoutEffectPublishesNothing() {
    World world = World.withGraph();
    int before = world.log().size();

    CommitOutcome<String> outcome = world.process().commit(Operations.nothing());

    assertThat(outcome).isInstanceOf(CommitOutcome.Unchanged.class);
    assertThat(outcome.commitId()).isEqualTo(world.state().logicalCommitId());
    assertThat(world.log()).hasSize(before);
    assertThat(world.sidecars()).isEmpty();
  }
}

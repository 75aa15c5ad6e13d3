package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitChangesTest {
  @TempDir private Path folder;
  private MergeWorld world;

  @BeforeEach
  void open() {
    world = new MergeWorld(folder.resolve("g"), "node Person { name: String @key  age: I32? }");
    world.load("main", person("ann", 1), person("bob", 1));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aCommitIsToldWithWhoMadeItOnWhatAndItsChanges() {
    Commit before = world.graph.commits(BranchName.MAIN, 1).getFirst();
    world.load("main", person("bob", 2));
    Commit commit = world.graph.commits(BranchName.MAIN, 1).getFirst();

    CommitChangesAnswer answer = changes(commit);

    assertThat(answer.cause()).isEqualTo(commit);
    assertThat(answer.cause().parents()).containsExactly(before.commitId());
    assertThat(texts(answer)).containsExactly("UPDATE bob [age]");
  }

  @Test
  void aMergeBringsWhatItsTargetDidNotHave() {
    world.fork("side", "main");
    world.load("side", person("cid", 1));
    world.load("main", person("dan", 1));
    world.merge("side", "main");

    CommitChangesAnswer answer = changes(world.graph.commits(BranchName.MAIN, 1).getFirst());

    assertThat(answer.cause().parents()).hasSize(2);
    assertThat(texts(answer)).containsExactly("INSERT cid []");
  }

  @Test
  void theFirstCommitAndMaintenanceChangeNothing() {
    world.load("main", person("cid", 1));
    world.load("main", person("dan", 1));
    world.graph.optimize(MergeWorld.on("main"));
    List<Commit> commits = world.graph.commits(BranchName.MAIN, 10);

    assertThat(commits.getFirst().kind()).isEqualTo(CommitKind.OPTIMIZE);
    assertThat(changes(commits.getFirst()).changes()).isEmpty();
    assertThat(changes(commits.getLast()).changes()).isEmpty();
    assertThat(changes(commits.getLast()).schema()).isEmpty();
  }

  @Test
  void aCommitFromBeforeAForkIsInTheHistoryOfBothBranches() {
    Commit commit = world.graph.commits(BranchName.MAIN, 1).getFirst();
    world.fork("side", "main");

    CommitChangesAnswer answer =
        world.graph.commitChanges(
            CommitChangesRequest.of(new BranchName("side"), commit.commitId()));

    assertThat(texts(answer)).containsExactly("INSERT ann []", "INSERT bob []");
  }

  private CommitChangesAnswer changes(Commit commit) {
    return world.graph.commitChanges(CommitChangesRequest.of(BranchName.MAIN, commit.commitId()));
  }

  private static List<String> texts(CommitChangesAnswer answer) {
    return answer.changes().stream()
        .map(change -> change.operation() + " " + change.id() + " " + change.changed())
        .toList();
  }

  private static String person(String name, int age) {
    return "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"age\":%d}}".formatted(name, age);
  }
}

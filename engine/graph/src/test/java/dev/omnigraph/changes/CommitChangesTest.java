package dev.omnigraph.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.merge.MergeWorld;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  void aHistoryIsReadPageByPageWhateverIsWrittenMeanwhile() {
    world.load("main", person("cid", 1));
    world.fork("side", "main");
    world.load("side", person("dan", 1));
    BranchName side = new BranchName("side");
    List<Commit> all = world.graph.commits(side, 10);
    List<Commit> paged = new ArrayList<>(world.graph.commits(side, 2));

    world.load("side", person("eve", 1));
    while (paged.size() < all.size()) {
      paged.addAll(world.graph.commits(side, 2, paged.getLast().commitId()));
    }

    assertThat(paged).isEqualTo(all).hasSizeGreaterThan(3);
    assertThat(world.graph.commits(side, 2, all.getLast().commitId())).isEmpty();
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(
            () -> world.graph.commits(side, 2, new CommitId("01JZZZZZZZZZZZZZZZZZZZZZZZ-2")))
        .satisfies(e -> assertThat(e.code()).isEqualTo("commit_not_found"));
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

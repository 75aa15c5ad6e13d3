package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.omnigraph.call.Branch;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches through the front door. */
class BranchDetailsTest {
  private static final BranchName MAIN = BranchName.MAIN;
  private static final BranchName AGENT = new BranchName("agent/7");

  private @TempDir Path folder;
  private Graph graph;

  @BeforeEach
  void make() {
    GraphStorage storage = GraphStorage.newFolder(folder.resolve("g"));
    graph = Graph.create(storage, "node Person { name: String @key }", "p.pg", "ann");
    add(MAIN, "Ann");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void aNewBranchStartsAtItsParentsHeadAndBothAreEven() {
    Branch made = graph.createBranch(new BranchRequest(AGENT, ReadAt.main(), "bob"));

    Branch.Fork fork = fork(made);
    assertThat(made.head()).isEqualTo(graph.branch(MAIN).head());
    assertThat(fork.parent()).isEqualTo(MAIN);
    assertThat(fork.parentGone()).isFalse();
    assertThat(fork.seq()).isEqualTo(2);
    assertThat(fork.ahead()).isZero();
    assertThat(fork.behind()).isZero();
    assertThat(graph.branch(AGENT)).isEqualTo(made);
    assertThat(graph.branches()).containsExactly(made, graph.branch(MAIN));
    assertThat(graph.branch(MAIN).fork()).isNull();
  }

  @Test
  void whatEitherSideCommitsPutsTheBranchAheadOrBehind() {
    create(AGENT, ReadAt.main());
    add(AGENT, "Bob");
    CommitId head = add(AGENT, "Cid");
    add(MAIN, "Dan");

    Branch agent = graph.branch(AGENT);

    assertThat(agent.head()).isEqualTo(head);
    assertThat(agent.seq()).isEqualTo(4);
    assertThat(fork(agent).ahead()).isEqualTo(2);
    assertThat(fork(agent).behind()).isEqualTo(1);
  }

  @Test
  void upkeepPutsNoBranchAhead() {
    create(AGENT, ReadAt.main());
    add(AGENT, "Bob");
    for (int i = 0; i < 8; i++) {
      add(MAIN, "person " + i);
    }

    graph.optimize(WriteOptions.on(MAIN, "upkeep"));

    assertThat(graph.branch(MAIN).seq()).isEqualTo(11);
    assertThat(fork(graph.branch(AGENT)).behind()).isEqualTo(8);
  }

  @Test
  void aBranchOfAnOldCommitIsBehindFromTheStart() {
    CommitId old = graph.branch(MAIN).head();
    add(MAIN, "Bob");
    add(MAIN, "Cid");

    Branch made = create(AGENT, new ReadAt.Commit(MAIN, old));

    assertThat(made.head()).isEqualTo(old);
    assertThat(fork(made).behind()).isEqualTo(2);
    assertThat(graph.branch(AGENT)).isEqualTo(made);
    assertThat(names(AGENT)).containsExactly("Ann");
  }

  @Test
  void whenItsParentIsDeletedOrAnotherTheBranchStaysAndSaysSo() {
    BranchName child = new BranchName("agent/7/try");
    create(AGENT, ReadAt.main());
    add(AGENT, "Bob");
    create(child, new ReadAt.Head(AGENT));
    add(child, "Cid");

    graph.deleteBranch(WriteOptions.on(AGENT, "ann"));

    Branch.Fork deleted = fork(graph.branch(child));
    assertThat(deleted.parent()).isEqualTo(AGENT);
    assertThat(deleted.parentGone()).isTrue();
    assertThat(deleted.ahead()).isEqualTo(1);
    assertThat(deleted.behind()).isNull();
    create(AGENT, ReadAt.main());
    add(AGENT, "another");
    add(AGENT, "and another");
    assertThat(fork(graph.branch(child))).isEqualTo(deleted);
    assertThat(names(child)).containsExactly("Ann", "Bob", "Cid");
  }

  @Test
  void aNameThatIsTakenIsToldWithTheCommitThatItsBranchIsAt() {
    create(AGENT, ReadAt.main());
    CommitId head = add(AGENT, "Bob");

    GraphException e = failure(() -> create(AGENT, ReadAt.main()));

    assertThat(e.code()).isEqualTo("branch_exists");
    assertThat(e.details()).containsEntry("head", head.text());
  }

  @Test
  void aBranchIsDeletedAtTheExpectedHeadOnly() {
    CommitId first = create(AGENT, ReadAt.main()).head();
    CommitId head = add(AGENT, "Bob");
    WriteOptions options = WriteOptions.on(AGENT, "ann");

    GraphException e = failure(() -> graph.deleteBranch(options.expecting(first)));
    graph.deleteBranch(options.expecting(head));

    assertThat(e.code()).isEqualTo("head_moved");
    assertThat(graph.branchNames()).containsExactly(MAIN);
    assertThat(failure(() -> graph.branch(AGENT)).code()).isEqualTo("branch_deleted");
  }

  @Test
  void mainStaysAndUnknownNamesAreSaidToBe() {
    assertThat(failure(() -> graph.deleteBranch(WriteOptions.on(MAIN, "ann"))).code())
        .isEqualTo("branch_reserved");
    assertThat(failure(() -> graph.branch(AGENT)).code()).isEqualTo("branch_not_found");
    assertThat(failure(() -> create(new BranchName("_x"), ReadAt.main())).code())
        .isEqualTo("branch_name");
    assertThat(failure(() -> create(AGENT, new ReadAt.Head(new BranchName("absent")))).code())
        .isEqualTo("branch_not_found");
  }

  private Branch create(BranchName name, ReadAt from) {
    return graph.createBranch(new BranchRequest(name, from, "bob"));
  }

  private CommitId add(BranchName branch, String name) {
    return graph
        .mutate(
            new MutationRequest(
                "query add($n: String) { insert Person { name: $n } }",
                "q.gq",
                null,
                Map.of("n", name),
                WriteOptions.on(branch, "ann")))
        .commitId();
  }

  private List<String> names(BranchName branch) {
    String query = "query q { match { $p: Person } return { $p.name } order { $p.name } }";
    return graph
        .query(new QueryRequest(query, "q.gq", null, Map.of(), new ReadAt.Head(branch)))
        .rows()
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }

  private static Branch.Fork fork(Branch branch) {
    return Objects.requireNonNull(branch.fork(), branch.name().text());
  }

  private static GraphException failure(Runnable call) {
    return catchThrowableOfType(GraphException.class, call::run);
  }
}

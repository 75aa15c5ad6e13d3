package dev.omnigraph.guard;

import static dev.omnigraph.guard.GuardedCalls.owner;
import static dev.omnigraph.guard.GuardedCalls.texts;
import static dev.omnigraph.guard.GuardedCalls.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BlobCondition;
import dev.omnigraph.call.BlobPlace;
import dev.omnigraph.call.Branch;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.call.PutBlobRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.stored.InvokeAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller may not do or know is not to be had in a roundabout way either. */
class GuardedDetoursTest {
  private static final BranchName MAIN = BranchName.MAIN;
  private static final BranchName HIDDEN = new BranchName("hidden");
  private static final BranchName OWN = new BranchName("agent/x");
  private static final String SCHEMA =
      """
      node Person { name: String @key  mood: String? }
      node Secret { of: String @key  val: String  pic: Blob? }
      """;
  private static final String QUERIES =
      """
      query all() { match { $p: Person } return { $p.name } }
      query add($n: String) { insert Person { name: $n } }
      """;

  private static final String BUT_SECRET =
      """
      permit (principal, action, resource);
      forbid (principal, action, resource == Type::"Secret");
      """;

  @TempDir private Path folder;
  private final CedarAuthorizer cedar = new CedarAuthorizer();
  private Graph graph;
  private Graph ann;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "owner");
    graph.apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), owner(MAIN)));
    insert(MAIN, "Person { name: \"Ada\" }");
    AccessRules rules = new AccessRules("g", cedar, false, Set.of(), MAIN::equals);
    ann = graph.as(new Guard(Principal.of(Kind.USER, "ann"), rules));
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void aForkMakesNoStoredQueryReadWhatItsSourceDoesNotLetItRead() {
    fork(HIDDEN, MAIN);
    policy(
        """
        permit (principal, action == Action::"invoke_query", resource)
        when { resource has branch && (resource.branch == "main" || resource.branch like "agent/*") };
        permit (principal, action == Action::"branch_create", resource)
        when { resource has branch && resource.branch like "agent/*" };
        """);

    assertThat(thrown(() -> ann.createBranch(forking(OWN, HIDDEN))).code())
        .isEqualTo("branch_not_found");
    assertThat(ann.createBranch(forking(OWN, MAIN)).name()).isEqualTo(OWN);
  }

  @Test
  void aForkShowsNoTypeThatItsSourceDoesNotShow() {
    fork(HIDDEN, MAIN);
    schema(HIDDEN, SCHEMA + "node OnlyThere { x: String @key }");
    policy(
        """
        permit (principal, action == Action::"read", resource)
        when { resource in Branch::"agent/x" };
        permit (principal, action in [Action::"read", Action::"branch_create"], resource)
        when { resource has branch && resource.branch like "agent/*" };
        permit (principal, action == Action::"read", resource in Branch::"main");
        """);

    assertThat(thrown(() -> ann.createBranch(forking(OWN, HIDDEN))).code())
        .isEqualTo("branch_not_found");
  }

  @Test
  void whatWasThereBeforeATypeWasDroppedIsHiddenWithTheType() {
    CommitId head = graph.branch(MAIN).head();
    insert(MAIN, "Secret { of: \"Ada\", val: \"top\" }");
    graph.applySchema(
        new SchemaRequest(SCHEMA.lines().toList().getFirst(), "g.pg", true, true, owner(MAIN)));
    CommitId dropped = graph.branch(MAIN).head();
    policy(BUT_SECRET);

    assertThat(
            thrown(
                    () ->
                        ann.commitChanges(
                            new CommitChangesRequest(MAIN, dropped, ChangeFilter.ALL, 10, null)))
                .code())
        .isEqualTo("forbidden");
    assertThat(thrown(() -> ann.feed(FeedRequest.of(MAIN, new FeedRequest.Beginning()))).code())
        .isEqualTo("forbidden");
    assertThat(thrown(() -> ann.feed(FeedRequest.of(MAIN, new FeedRequest.After(head)))).code())
        .isEqualTo("forbidden");
    assertThat(ann.feed(FeedRequest.of(MAIN, new FeedRequest.After(dropped))).blocks()).hasSize(1);
  }

  @Test
  void conflictsShowWhatIsOnlyInTheTargetToNobodyWhoMayNotReadIt() {
    fork(OWN, MAIN);
    insert(MAIN, "Person { name: \"Ada\", mood: \"TOP-SECRET\" }");
    insert(OWN, "Person { name: \"Ada\", mood: \"good\" }");
    CommitId picked = graph.branch(OWN).head();
    policy(
        """
        permit (principal, action in [Action::"branch_merge", Action::"change"], resource);
        permit (principal, action, resource in Branch::"agent/x");
        """);
    MergeRequest merge = MergeRequest.of(new ReadAt.Head(OWN), owner(MAIN));
    PickRequest pick = PickRequest.cherryPick(OWN, picked, owner(MAIN));

    GraphException refused = thrown(() -> ann.merge(merge));
    GraphException pickRefused = thrown(() -> ann.pick(pick));

    assertThat(refused.code()).isEqualTo("merge_conflicts");
    assertThat(refused.details()).containsEntry("conflict_count", 1L);
    assertThat(refused.getMessage() + refused.details()).doesNotContain("SECRET", "Ada");
    assertThat(pickRefused.code()).isEqualTo("merge_conflicts");
    assertThat(pickRefused.getMessage() + pickRefused.details()).doesNotContain("SECRET", "Ada");
    assertThat(thrown(() -> ann.planMerge(merge)).code()).isEqualTo("forbidden");
    assertThat(thrown(() -> ann.planPick(pick)).code()).isEqualTo("forbidden");
    policy("permit (principal, action, resource);");
    assertThat(String.valueOf(thrown(() -> ann.merge(merge)).details())).contains("TOP-SECRET");
  }

  @Test
  void aTypeThatMayNotBeChangedIsNotChangedByUndoingEither() {
    insert(MAIN, "Secret { of: \"Ada\", val: \"top\" }");
    CommitId secret = graph.branch(MAIN).head();
    fork(OWN, MAIN);
    insert(OWN, "Secret { of: \"Bob\", val: \"top\" }");
    CommitId elsewhere = graph.branch(OWN).head();
    insert(MAIN, "Person { name: \"Bob\" }");
    CommitId person = graph.branch(MAIN).head();
    policy(
        """
        permit (principal, action in [Action::"read", Action::"change"], resource);
        forbid (principal, action == Action::"change", resource == Type::"Secret");
        """);

    assertThat(thrown(() -> ann.pick(PickRequest.revert(secret, owner(MAIN)))).code())
        .isEqualTo("forbidden");
    assertThat(thrown(() -> ann.pick(PickRequest.cherryPick(OWN, elsewhere, owner(MAIN)))).code())
        .isEqualTo("forbidden");
    assertThat(ann.pick(PickRequest.revert(person, owner(MAIN))).commitId()).isNotEqualTo(person);
  }

  @Test
  void storedQueriesAreNotChangedByUndoingWithoutTheRightToStoreThem() {
    CommitId before = graph.branch(MAIN).head();
    graph.apply(ApplyRequest.ofQueries(texts("other.gq", QUERIES), owner(MAIN)));
    CommitId stored = graph.branch(MAIN).head();
    policy("permit (principal, action in [Action::\"read\", Action::\"change\"], resource);");

    assertThat(thrown(() -> ann.pick(PickRequest.revert(stored, owner(MAIN)))).code())
        .isEqualTo("forbidden");
    assertThat(thrown(() -> ann.restore(new RestoreRequest(before, owner(MAIN)))).code())
        .isEqualTo("forbidden");
  }

  @Test
  void textsOfStoredQueriesAreForThoseWhoMayReadAllOfTheBranch() {
    policy(BUT_SECRET);
    assertThat(ann.queries(ReadAt.main()).queries()).hasSize(2);
    assertThat(ann.queries(ReadAt.main()).files()).isEmpty();

    policy("permit (principal, action, resource);");
    assertThat(ann.queries(ReadAt.main()).files()).containsOnlyKeys("q.gq");
  }

  @Test
  void aBlobOfAHiddenTypeIsOneOfAnUnknownType() {
    insert(MAIN, "Secret { of: \"Ada\", val: \"top\" }");
    policy(BUT_SECRET);

    GraphException hidden = thrown(() -> putBlob("Secret", "Ada", "pic"));
    GraphException absent = thrown(() -> putBlob("Selery", "Ada", "pic"));
    assertThat(String.valueOf(hidden.getMessage()).replace("Secret", "Selery"))
        .isEqualTo(absent.getMessage());
    assertThat(hidden.nextStep()).isEqualTo(absent.nextStep());

    policy(
        """
        permit (principal, action, resource);
        forbid (principal, action == Action::"change", resource == Type::"Secret");
        """);
    for (String id : List.of("Ada", "Nobody")) {
      assertThat(thrown(() -> putBlob("Secret", id, "pic")).code()).isEqualTo("forbidden");
    }
  }

  private void putBlob(String type, String id, String property) {
    ann.putBlob(
        new PutBlobRequest(
            new BlobPlace(type, id, property), new byte[1], null, BlobCondition.NONE, owner(MAIN)));
  }

  @Test
  void whoMayOnlyCallAQueryIsNotToldHowItRuns() {
    InvokeRequest call = new InvokeRequest("all", Map.of(), ReadAt.main(), owner(MAIN));
    policy("permit (principal, action == Action::\"invoke_query\", resource);");

    InvokeAnswer.Read called = (InvokeAnswer.Read) ann.invoke(call);
    assertThat(called.answer().rows()).hasSize(1);
    assertThat(called.answer().report().steps()).isEmpty();
    assertThat(called.answer().report().logical()).isEmpty();

    policy(BUT_SECRET);
    InvokeAnswer.Read read = (InvokeAnswer.Read) ann.invoke(call);
    assertThat(read.answer().report().steps()).isNotEmpty();
  }

  @Test
  void aForbiddenBranchIsInNoList() {
    fork(HIDDEN, MAIN);
    fork(OWN, HIDDEN);
    graph.retain(new HoldName("kept"), new ReadAt.Head(HIDDEN), "owner");
    graph.retain(new HoldName("seen"), ReadAt.main(), "owner");
    policy(
        """
        permit (principal, action == Action::"read", resource);
        forbid (principal, action, resource in Branch::"hidden");
        """);

    assertThat(ann.branchNames()).containsExactly(OWN, MAIN);
    assertThat(ann.branches()).extracting(Branch::name).containsExactly(OWN, MAIN);
    assertThat(ann.branches()).extracting(Branch::fork).containsOnlyNulls();
    assertThat(ann.branch(OWN).fork()).isNull();
    assertThat(ann.holds()).extracting(Hold::name).containsExactly(new HoldName("seen"));
    assertThat(thrown(() -> ann.branch(HIDDEN)).code()).isEqualTo("branch_not_found");
    assertThat(graph.branch(OWN).fork()).isNotNull();
  }

  @Test
  void whatIsRefusedWithoutLookingIsNotRefusedBeforeACallerIsKnown() {
    policy("permit (principal == User::\"somebody\", action, resource);");

    for (Runnable call :
        List.<Runnable>of(
            () -> ann.merge(MergeRequest.of(ReadAt.main(), owner(MAIN)).deletingSource(true)),
            () ->
                ann.pick(
                    PickRequest.revert(new CommitId("01K9GZ8M3R4V5X6Y7Z8A9BCDEF-1"), owner(MAIN))),
            () -> ann.deleteBranch(owner(MAIN)))) {
      assertThat(thrown(call).code()).isEqualTo("graph_not_found");
    }
  }

  private void fork(BranchName name, BranchName from) {
    graph.createBranch(forking(name, from));
  }

  private static BranchRequest forking(BranchName name, BranchName from) {
    return new BranchRequest(name, new ReadAt.Head(from), "owner");
  }

  private void schema(BranchName branch, String source) {
    graph.applySchema(new SchemaRequest(source, "g.pg", false, false, owner(branch)));
  }

  private void insert(BranchName branch, String entity) {
    graph.mutate(
        new MutationRequest(
            "query m() { insert " + entity + " }", "m.gq", null, Map.of(), owner(branch)));
  }

  private void policy(String text) {
    graph.apply(ApplyRequest.ofPolicy(texts("p.cedar", text), owner(MAIN)));
  }
}

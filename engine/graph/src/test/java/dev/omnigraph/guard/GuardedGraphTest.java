package dev.omnigraph.guard;

import static dev.omnigraph.guard.GuardedCalls.owner;
import static dev.omnigraph.guard.GuardedCalls.texts;
import static dev.omnigraph.guard.GuardedCalls.thrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.EntityFormat;
import dev.omnigraph.call.ExportRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.RestoreRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Export;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.stored.InvokeAnswer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front door holds every call to the policies in force. */
class GuardedGraphTest {
  private static final BranchName DEV = new BranchName("dev");
  private static final Principal ANN = Principal.of(Kind.USER, "ann", "staff");
  private static final String SCHEMA =
      """
      node Person { name: String @key  age: I32? }
      node Salary { of: String @key  amount: I32 }
      edge Earns: Person -> Salary
      """;
  private static final String QUERIES =
      """
      query people() { match { $p: Person } return { $p.name } }
      query salaries() { match { $s: Salary } return { $s.amount } }
      query hire($name: String) { insert Person { name: $name } }
      """;
  private static final String PEOPLE = "query q() { match { $p: Person } return { $p.name } }";
  private static final String SALARIES = "query q() { match { $s: Salary } return { $s.amount } }";

  @TempDir private Path folder;
  private final CedarAuthorizer cedar = new CedarAuthorizer();
  private Graph graph;
  private CommitId first;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "owner");
    graph.apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), owner(BranchName.MAIN)));
    insert(graph, BranchName.MAIN, "insert Person { name: \"Ada\" }");
    insert(graph, BranchName.MAIN, "insert Salary { of: \"Ada\", amount: 7 }");
    first = graph.branch(BranchName.MAIN).head();
    graph.createBranch(new BranchRequest(DEV, ReadAt.main(), "owner"));
    insert(graph, DEV, "insert Person { name: \"Dev\" }");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  /** Every operation of the front door, and what it takes: on its branch, and on the graph. */
  private enum Call {
    QUERY("read", (t, b) -> t.asAnn().query(query(PEOPLE, new ReadAt.Head(b)))),
    MUTATE("change", (t, b) -> insert(t.asAnn(), b, "insert Person { name: \"Bob\" }")),
    LOAD("load", (t, b) -> t.load(b)),
    EXPORT("export", (t, b) -> t.export(b)),
    SCHEMA_READ("read", (t, b) -> t.asAnn().schema(new ReadAt.Head(b))),
    SNAPSHOT("read", (t, b) -> t.asAnn().snapshot(new ReadAt.Head(b))),
    COMMITS("read", (t, b) -> t.asAnn().commits(b, 5)),
    COMMIT("read", (t, b) -> t.asAnn().commit(b, t.first)),
    COMMIT_THAT_IS_NOT_THERE("read", (t, b) -> t.asAnn().commit(b, new CommitId("0A-99"))),
    BRANCH("read", (t, b) -> t.asAnn().branch(b)),
    DIFF(
        "read",
        (t, b) ->
            t.asAnn()
                .diff(
                    new DiffRequest(
                        new ReadAt.Commit(b, t.first),
                        new ReadAt.Head(b),
                        ChangeFilter.ALL,
                        10,
                        null))),
    APPLY_SCHEMA(
        "schema_apply",
        (t, b) -> t.asAnn().applySchema(new SchemaRequest(SCHEMA, "g.pg", false, false, owner(b)))),
    STORE_QUERIES(
        "schema_apply",
        (t, b) -> t.asAnn().apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), owner(b)))),
    PLAN_QUERIES(
        "schema_apply",
        (t, b) -> t.asAnn().planApply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), owner(b)))),
    INVOKE("invoke_query", (t, b) -> t.invoke("people", b)),
    INVOKE_WRITE("invoke_query", (t, b) -> t.invoke("hire", b)),
    BRANCH_CREATE(
        "branch_create read",
        (t, b) ->
            t.asAnn()
                .createBranch(
                    new BranchRequest(new BranchName("new-" + b), new ReadAt.Head(b), ""))),
    BRANCH_DELETE(
        "branch_delete",
        (t, b) -> t.asAnn().deleteBranch(owner(b.equals(BranchName.MAIN) ? DEV : b))),
    MERGE(
        "branch_merge read",
        (t, b) ->
            t.asAnn()
                .merge(
                    MergeRequest.of(
                        new ReadAt.Head(b.equals(DEV) ? BranchName.MAIN : DEV), owner(b)))),
    PLAN_MERGE(
        "read",
        (t, b) ->
            t.asAnn()
                .planMerge(
                    MergeRequest.of(
                        new ReadAt.Head(b.equals(DEV) ? BranchName.MAIN : DEV), owner(b)))),
    RESTORE("change read", (t, b) -> t.asAnn().restore(new RestoreRequest(t.first, owner(b)))),
    OPTIMIZE("optimize", (t, b) -> t.asAnn().optimize(owner(b))),
    RETAIN("cleanup", (t, b) -> t.asAnn().retain(new HoldName("h"), new ReadAt.Head(b), "")),
    HOLDS("read", (t, b) -> t.asAnn().holds()),
    CLEANUP("cleanup", (t, b) -> t.asAnn().cleanup(new CleanupRequest(Duration.ofDays(7), true))),
    REPAIR("admin", (t, b) -> t.asAnn().repair(RepairRequest.CHECK)),
    POLICY_READ("policy_write", (t, b) -> t.asAnn().policy()),
    POLICY_WRITE(
        "policy_write",
        (t, b) ->
            t.asAnn()
                .apply(
                    ApplyRequest.ofPolicy(
                        texts("a.cedar", "permit (principal, action, resource);"),
                        owner(BranchName.MAIN))));

    private final List<String> actions;
    private final BiConsumer<GuardedGraphTest, BranchName> call;

    Call(String actions, BiConsumer<GuardedGraphTest, BranchName> call) {
      this.actions = List.of(actions.split(" "));
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachCallNeedsItsActionsOnEachKindOfBranchAndNoOthers(Call call) {
    for (BranchName branch : List.of(BranchName.MAIN, DEV)) {
      for (int missing = 0; missing < call.actions.size(); missing++) {
        List<String> others = new ArrayList<>(ALL_ACTIONS);
        others.remove(call.actions.get(missing));
        policy(allowing(others));
        long before = objects();

        assertThatExceptionOfType(GraphException.class)
            .as("%s on %s without %s", call, branch, call.actions.get(missing))
            .isThrownBy(() -> call.call.accept(this, branch))
            .satisfies(
                e ->
                    assertThat(e.code())
                        .isIn("forbidden", "stored_query_not_found", "unknown_type"));
        assertThat(objects()).as("nothing is left in the store").isEqualTo(before);
      }
      policy(allowing(call.actions));
      assertThatCode(() -> call.call.accept(this, branch)).doesNotThrowAnyException();
      makeTheBranchAgain();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerHearsWhatIsHeardWhereThereIsNoGraph(Call call) {
    policy("permit (principal == User::\"somebody\", action, resource);");

    for (BranchName branch : List.of(BranchName.MAIN, DEV, new BranchName("none"))) {
      assertThatExceptionOfType(GraphException.class)
          .as("%s on %s", call, branch)
          .isThrownBy(() -> call.call.accept(this, branch))
          .satisfies(e -> assertThat(e.code()).isEqualTo("graph_not_found"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBranchThatMayNotBeKnownIsToItsCallerAsIfItWereNotThere(Call call) {
    policy("permit (principal, action, resource in Branch::\"main\");");

    GraphException hidden = failed(call, DEV);
    GraphException absent = failed(call, new BranchName("nodev"));

    if (hidden == null || absent == null || hidden.code().equals("forbidden")) {
      // About the graph as a whole.
      assertThat(hidden == null).isEqualTo(absent == null);
      return;
    }
    assertThat(String.valueOf(absent.getMessage()).replace("nodev", "dev"))
        .isEqualTo(hidden.getMessage());
    assertThat(absent.code()).isEqualTo(hidden.code());
  }

  @ParameterizedTest
  @EnumSource
  void whoeverMayNotWriteHearsNothingOfTheHeadAndOfKeys(Conditioned write) {
    WriteOptions used = owner(BranchName.MAIN).keyed("k");
    insert(graph, used, "insert Person { name: \"Kay\" }");
    List<WriteOptions> conditions =
        List.of(used, owner(BranchName.MAIN).expecting(new CommitId("0A-99")));
    for (WriteOptions options : conditions) {
      policy("permit (principal == User::\"somebody\", action, resource);");
      GraphException toStranger = thrown(() -> write.call.accept(this, options));
      policy("permit (principal, action == Action::\"admin\", resource);");
      GraphException toKnown = thrown(() -> write.call.accept(this, options));

      assertThat(toStranger.code()).as("%s %s", write, options).isEqualTo("graph_not_found");
      assertThat(toKnown.code())
          .as("%s %s", write, options)
          .isIn("forbidden", "stored_query_not_found");
    }
  }

  /** The writes that may be told what they expect, and that may have been done before. */
  private enum Conditioned {
    MUTATE((t, o) -> insert(t.asAnn(), o, "insert Person { name: \"Bob\" }")),
    LOAD((t, o) -> t.load(o, "Person", "name")),
    APPLY_SCHEMA(
        (t, o) -> t.asAnn().applySchema(new SchemaRequest(SCHEMA, "g.pg", false, false, o))),
    STORE_QUERIES((t, o) -> t.asAnn().apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), o))),
    MERGE((t, o) -> t.asAnn().merge(MergeRequest.of(new ReadAt.Head(DEV), o))),
    RESTORE((t, o) -> t.asAnn().restore(new RestoreRequest(t.first, o))),
    INVOKE(
        (t, o) ->
            t.asAnn().invoke(new InvokeRequest("hire", Map.of("name", "Eve"), ReadAt.main(), o))),
    OPTIMIZE((t, o) -> t.asAnn().optimize(owner(BranchName.MAIN).expecting(o.expectedHead()))),
    BRANCH_DELETE((t, o) -> t.asAnn().deleteBranch(owner(DEV).expecting(o.expectedHead())));

    private final BiConsumer<GuardedGraphTest, WriteOptions> call;

    Conditioned(BiConsumer<GuardedGraphTest, WriteOptions> call) {
      this.call = call;
    }
  }

  private static void insert(Graph by, WriteOptions options, String statement) {
    by.mutate(
        new MutationRequest("query m() { " + statement + " }", "m.gq", null, Map.of(), options));
  }

  private @Nullable GraphException failed(Call call, BranchName branch) {
    try {
      call.call.accept(this, branch);
      return null;
    } catch (GraphException e) {
      return e;
    }
  }

  @Test
  void withoutPoliciesTheSettingDecides() {
    assertThat(rows(graph.as(guard(ANN, true)), PEOPLE)).hasSize(1);
    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> rows(graph.as(guard(ANN, false)), PEOPLE))
        .satisfies(e -> assertThat(e.code()).isEqualTo("graph_not_found"));
  }

  @Test
  void anAdministratorMayEverythingWhateverPoliciesSay() {
    policy("forbid (principal, action, resource);");
    Principal root = Principal.of(Kind.ROLE, "arn:aws:iam::123456789012:role/root");

    assertThat(rows(graph.as(guard(root, false)), PEOPLE)).hasSize(1);
  }

  @Test
  void aRightThatWasTakenAwayIsGoneForTheNextCallOfAnyBranchAndAnyState() {
    policy(allowing(ALL_ACTIONS));
    Graph ann = asAnn();
    List<ReadAt> states =
        List.of(ReadAt.main(), new ReadAt.Head(DEV), new ReadAt.Commit(DEV, first));
    states.forEach(at -> assertThat(ann.query(query(PEOPLE, at)).rows()).isNotEmpty());

    policy(allowing(List.of("export")));

    for (ReadAt at : states) {
      assertThatExceptionOfType(GraphException.class)
          .isThrownBy(() -> ann.query(query(PEOPLE, at)))
          .satisfies(e -> assertThat(e.code()).isEqualTo("forbidden"));
    }
  }

  @Test
  void aTypeThatMayNotBeReadIsToItsCallerAsIfItWereNotThere() {
    policy(
        """
        permit (principal == User::"ann", action == Action::"read", resource == Type::"Person");
        permit (principal == User::"ann", action == Action::"export", resource == Type::"Person");
        """);
    Graph ann = asAnn();

    assertThat(rows(ann, PEOPLE)).containsExactly(List.of("Ada"));
    GraphException hidden = thrown(() -> rows(ann, SALARIES));
    GraphException absent = thrown(() -> rows(ann, SALARIES.replace("Salary", "Selery")));
    assertThat(hidden).isInstanceOf(LanguageException.class);
    assertThat(hidden.code()).isEqualTo(absent.code());
    assertThat(String.valueOf(hidden.getMessage()).replace("Salary", "Selery"))
        .isEqualTo(absent.getMessage());
    assertThat(hidden.nextStep()).isEqualTo(absent.nextStep());
    try (Export export = export(ann, BranchName.MAIN)) {
      assertThat(export.types()).containsExactly("Person");
    }
    assertThat(thrown(() -> ann.schema(ReadAt.main())).code()).isEqualTo("forbidden");
  }

  @Test
  void aWriteIsHeldToEveryTypeThatItChangesAlsoByWhatGoesWithIt() {
    insert(graph, BranchName.MAIN, "insert Earns { from: \"Ada\", to: \"Ada\" }");
    policy(
        """
        permit (principal == User::"ann", action == Action::"change", resource == Type::"Person");
        permit (principal == User::"ann", action == Action::"read", resource);
        """);

    insert(asAnn(), BranchName.MAIN, "insert Person { name: \"Bob\" }");
    GraphException direct =
        thrown(() -> insert(asAnn(), BranchName.MAIN, "insert Salary { of: \"Bob\", amount: 1 }"));
    GraphException cascade =
        thrown(() -> insert(asAnn(), BranchName.MAIN, "delete Person where name = \"Ada\""));

    assertThat(direct.getMessage()).isEqualTo("user:ann may not change Salary.");
    assertThat(cascade.getMessage()).isEqualTo("user:ann may not change Earns.");
    assertThat(rows(graph, PEOPLE)).hasSize(2);
  }

  @Test
  void aLineOfATypeThatMayNotBeKnownIsOneOfAnUnknownType() {
    policy(
        "permit (principal == User::\"ann\", action == Action::\"load\", resource =="
            + " Type::\"Person\");");

    GraphException hidden = thrown(() -> load(BranchName.MAIN, "Salary", "of"));
    GraphException near = thrown(() -> load(BranchName.MAIN, "Salarx", "of"));

    assertThat(hidden.getMessage()).doesNotContain("Earns");
    assertThat(String.valueOf(hidden.getMessage()).replace("Salary", "Salarx"))
        .isEqualTo(near.getMessage());
    assertThatCode(() -> load(BranchName.MAIN, "Person", "name")).doesNotThrowAnyException();
  }

  @Test
  void anAnswerThatIsGivenAgainIsHeldToThePoliciesToo() {
    policy(allowing(ALL_ACTIONS));
    insertPerson("once");
    insertPerson("once");
    policy(
        """
        permit (principal, action == Action::"change", resource == Type::"Salary");
        permit (principal, action == Action::"read", resource);
        """);

    GraphException notThisType = thrown(() -> insertPerson("once"));
    policy("permit (principal, action == Action::\"read\", resource);");
    GraphException notAny = thrown(() -> insertPerson("once"));
    policy("permit (principal == User::\"eve\", action, resource);");
    GraphException nothing = thrown(() -> insertPerson("once"));

    assertThat(notThisType.code()).isEqualTo("forbidden");
    assertThat(notAny.code()).isEqualTo("forbidden");
    assertThat(nothing.code()).isEqualTo("graph_not_found");
    assertThat(rows(graph, PEOPLE)).hasSize(2);
  }

  @Test
  void aMergeThatIsAskedForAgainIsHeldToThePoliciesAlsoWhenItsSourceIsGone() {
    policy(allowing(ALL_ACTIONS));
    mergeDev();
    graph.deleteBranch(owner(DEV));
    assertThat(mergeDev().replayed()).isTrue();
    policy("permit (principal, action == Action::\"read\", resource);");

    assertThat(thrown(this::mergeDev).code()).isEqualTo("forbidden");
  }

  private MergeAnswer mergeDev() {
    return asAnn()
        .merge(MergeRequest.of(new ReadAt.Head(DEV), owner(BranchName.MAIN).keyed("merge")));
  }

  private void insertPerson(String key) {
    asAnn()
        .mutate(
            new MutationRequest(
                "query m() { insert Person { name: \"Bob\" } }",
                "m.gq",
                null,
                Map.of(),
                owner(BranchName.MAIN).keyed(key)));
  }

  @Test
  void whoMayOnlyCallAQueryLearnsNothingOfOthers() {
    policy(
        "permit (principal == User::\"ann\", action == Action::\"invoke_query\", resource =="
            + " Query::\"people\");");
    Graph ann = asAnn();

    assertThat(((InvokeAnswer.Read) invoke(ann, "people", BranchName.MAIN)).answer().rows())
        .containsExactly(List.of("Ada"));
    GraphException hidden = thrown(() -> invoke(ann, "salaries", BranchName.MAIN));
    GraphException absent = thrown(() -> invoke(ann, "salariez", BranchName.MAIN));
    assertThat(hidden.code()).isEqualTo(absent.code()).isEqualTo("stored_query_not_found");
    assertThat(String.valueOf(hidden.getMessage()).replace("salaries", "salariez"))
        .isEqualTo(absent.getMessage());
    assertThat(hidden.nextStep()).isEqualTo(absent.nextStep());
    assertThat(ann.queries(ReadAt.main()).queries())
        .extracting(query -> query.name())
        .containsExactly("people");
    assertThat(ann.queries(ReadAt.main()).files()).isEmpty();
  }

  @Test
  void theCallerIsTheAuthorWhateverTheRequestSays() {
    policy(allowing(ALL_ACTIONS));

    insert(asAnn(), BranchName.MAIN, "insert Person { name: \"Bob\" }");
    asAnn().createBranch(new BranchRequest(new BranchName("x"), ReadAt.main(), "somebody"));

    assertThat(graph.commits(BranchName.MAIN, 1).getFirst().actor()).isEqualTo("user:ann");
    assertThat(graph.branch(new BranchName("x")).createdBy()).isEqualTo("user:ann");
  }

  @Test
  void protectedBranchesCanBeToldFromOthers() {
    policy(
        """
        permit (principal, action, resource) unless { resource has protected && resource.protected };
        """);

    insert(asAnn(), DEV, "insert Person { name: \"Bob\" }");
    assertThat(
            thrown(() -> insert(asAnn(), BranchName.MAIN, "insert Person { name: \"Bob\" }"))
                .code())
        .isEqualTo("forbidden");
  }

  @Test
  void branchesAreListedToThoseWhoMayKnowThem() {
    policy("permit (principal, action, resource in Branch::\"dev\");");

    assertThat(asAnn().branchNames()).containsExactly(DEV);
    assertThat(asAnn().branches()).extracting(branch -> branch.name()).containsExactly(DEV);
  }

  @Test
  void policiesWithAMistakeAreRefusedAndTheOldOnesStay() {
    policy(allowing(ALL_ACTIONS));

    assertThatExceptionOfType(LanguageException.class)
        .isThrownBy(() -> policy("permit (principal, action == Action::\"reed\", resource);"))
        .withMessageContaining("a.cedar:1:");
    assertThat(rows(asAnn(), PEOPLE)).hasSize(1);
  }

  @Test
  void aRestoreAndABranchDoNotBringOldPoliciesBack() {
    policy(allowing(ALL_ACTIONS));
    CommitId permissive = graph.branch(BranchName.MAIN).head();
    policy(allowing(List.of("export")));

    graph.restore(new RestoreRequest(permissive, owner(BranchName.MAIN)));

    assertThat(thrown(() -> rows(asAnn(), PEOPLE)).code()).isEqualTo("forbidden");
  }

  private static final List<String> ALL_ACTIONS =
      List.of(
          "read",
          "export",
          "change",
          "load",
          "schema_apply",
          "branch_create",
          "branch_delete",
          "branch_merge",
          "invoke_query",
          "optimize",
          "cleanup",
          "policy_write",
          "admin");

  private static String allowing(List<String> actions) {
    StringBuilder policies = new StringBuilder();
    for (String action : actions) {
      policies
          .append("permit (principal == User::\"ann\", action == Action::\"")
          .append(action)
          .append("\", resource);\n");
    }
    return policies.toString();
  }

  private Graph asAnn() {
    return graph.as(guard(ANN, false));
  }

  private Guard guard(Principal principal, boolean isOpen) {
    return new Guard(
        principal,
        new AccessRules(
            "g",
            cedar,
            isOpen,
            Set.of("role:arn:aws:iam::123456789012:role/root"),
            BranchName.MAIN::equals));
  }

  private void policy(String text) {
    graph.apply(ApplyRequest.ofPolicy(texts("a.cedar", text), owner(BranchName.MAIN)));
  }

  private void makeTheBranchAgain() {
    if (!graph.branchNames().contains(DEV)) {
      graph.createBranch(new BranchRequest(DEV, ReadAt.main(), "owner"));
    }
  }

  /** Objects that a refused call could leave. */
  private long objects() {
    ObjectStore store = new FileObjectStore(folder.resolve("g"), InstantSource.system());
    return List.of("__manifest/", "__recovery/", "__texts/", "__schema/", "nodes/", "edges/")
        .stream()
        .mapToLong(prefix -> store.list(prefix).entries().size())
        .sum();
  }

  private void load(BranchName branch) {
    load(branch, "Person", "name");
  }

  private void load(BranchName branch, String type, String key) {
    load(owner(branch), type, key);
  }

  private void load(WriteOptions options, String type, String key) {
    byte[] lines =
        "{\"type\":\"%s\",\"data\":{\"%s\":\"Bob\"}}"
            .formatted(type, key)
            .getBytes(StandardCharsets.UTF_8);
    asAnn()
        .load(
            new LoadRequest("f.jsonl", LoadMode.MERGE, options, null),
            new ByteArrayInputStream(lines),
            count -> {});
  }

  private void export(BranchName branch) {
    export(asAnn(), branch).close();
  }

  private static Export export(Graph by, BranchName branch) {
    return by.export(
        new ExportRequest(new ReadAt.Head(branch), EntityFormat.JSONL, List.of(), true));
  }

  private void invoke(String name, BranchName branch) {
    invoke(asAnn(), name, branch);
  }

  private static InvokeAnswer invoke(Graph by, String name, BranchName branch) {
    Map<String, ?> arguments = name.equals("hire") ? Map.of("name", "Eve") : Map.of();
    return by.invoke(new InvokeRequest(name, arguments, new ReadAt.Head(branch), owner(branch)));
  }

  private static List<List<@Nullable Object>> rows(Graph by, String source) {
    return by.query(query(source, ReadAt.main())).rows();
  }

  private static QueryRequest query(String source, ReadAt at) {
    return new QueryRequest(source, "q.gq", null, Map.of(), at);
  }

  private static void insert(Graph by, BranchName branch, String statement) {
    insert(by, owner(branch), statement);
  }
}

package dev.omnigraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.FeedRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.guard.AccessRules;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.testkit.CountingS3;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What policies cost: nothing that anybody waits for. */
class GuardedCountsTest {
  private static final BranchName DEV = new BranchName("dev");
  private static final BranchName SIDE = new BranchName("side");
  private static final BranchName ENDING = new BranchName("ending");
  private static final String READ = "query q() { match { $p: Person } return { $p.name } }";
  private static final String QUERIES =
      "query people() { match { $p: Person } return { $p.name } }\n"
          + "query hire($name: String) { insert Person { name: $name } }";
  private static final Guard ANN =
      new Guard(
          Principal.of(Kind.USER, "ann"),
          new AccessRules("g", new CedarAuthorizer(), false, Set.of(), BranchName.MAIN::equals));

  private CountingS3 server;
  private S3Client client;
  private CommitId first;
  private int made;

  private enum Call {
    QUERY((t, g) -> g.query(new QueryRequest(READ, "q.gq", null, Map.of(), head(DEV)))),
    MUTATE((t, g) -> g.mutate(t.insert(DEV))),
    LOAD((t, g) -> t.load(g)),
    INVOKE((t, g) -> t.invoke(g, "people", Map.of())),
    INVOKE_WRITE((t, g) -> t.invoke(g, "hire", Map.of("name", "n" + t.made++))),
    SCHEMA((t, g) -> g.schema(head(DEV))),
    QUERIES_LIST((t, g) -> g.queries(head(DEV))),
    COMMITS((t, g) -> g.commits(DEV, 5)),
    COMMIT((t, g) -> g.commit(DEV, t.first)),
    BRANCH((t, g) -> g.branch(DEV)),
    BRANCHES((t, g) -> g.branches()),
    BRANCH_NAMES((t, g) -> g.branchNames()),
    DIFF((t, g) -> g.diff(DiffRequest.of(head(BranchName.MAIN), head(DEV)))),
    FEED((t, g) -> g.feed(t.feed())),
    /** Nothing is written before the check has passed. */
    FORK(
        1,
        (t, g) -> g.createBranch(new BranchRequest(new BranchName("n" + t.made++), head(DEV), ""))),
    DELETE((t, g) -> g.deleteBranch(on(ENDING))),
    MERGE((t, g) -> g.merge(MergeRequest.of(head(SIDE), on(DEV)))),
    PLAN_MERGE((t, g) -> g.planMerge(MergeRequest.of(head(SIDE), on(DEV)))),
    /** Opens nothing by itself. */
    HOLDS(1, (t, g) -> g.holds()),
    POLICY((t, g) -> g.policy()),
    SNAPSHOT((t, g) -> g.snapshot(head(DEV))),
    OPTIMIZE((t, g) -> g.optimize(on(DEV)));

    /** In a row, more than without policies. */
    private final int more;

    private final BiConsumer<GuardedCountsTest, Graph> call;

    Call(BiConsumer<GuardedCountsTest, Graph> call) {
      this(0, call);
    }

    Call(int more, BiConsumer<GuardedCountsTest, Graph> call) {
      this.more = more;
      this.call = call;
    }
  }

  @BeforeEach
  void makeTheGraph() {
    server = CountingS3.start("graphs");
    client = server.client();
    try (Graph graph =
        Graph.create(storage(), "node Person { name: String @key  age: I32? }", "s.pg", "test")) {
      graph.apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), on(BranchName.MAIN)));
      graph.apply(
          ApplyRequest.ofPolicy(
              texts("p.cedar", "permit (principal, action, resource);"), on(BranchName.MAIN)));
      graph.mutate(insert(BranchName.MAIN));
      first = graph.branch(BranchName.MAIN).head();
      graph.createBranch(new BranchRequest(DEV, ReadAt.main(), "test"));
      graph.mutate(insert(DEV));
      graph.createBranch(new BranchRequest(SIDE, head(DEV), "test"));
      graph.mutate(insert(SIDE));
    }
    server.setLatency(Duration.ofMillis(30));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void nothingWaitsForPolicies(Call call) {
    int owned = inARow(call, graph -> graph);
    int held = inARow(call, graph -> graph.as(ANN));

    assertThat(held).as("%s: %d in a row without", call, owned).isEqualTo(owned + call.more);
  }

  private int inARow(Call call, UnaryOperator<Graph> as) {
    return Samples.least(Samples.of(attempt -> once(call, as), count -> count), count -> count);
  }

  private int once(Call call, UnaryOperator<Graph> as) {
    if (call == Call.DELETE) {
      try (Graph graph = Graph.open(storage())) {
        graph.createBranch(new BranchRequest(ENDING, ReadAt.main(), "test"));
      }
    }
    try (Graph graph = Graph.open(storage())) {
      server.log().reset();
      call.call.accept(this, as.apply(graph));
      return server.log().sequential();
    }
  }

  private FeedRequest feed() {
    return FeedRequest.of(DEV, new FeedRequest.Beginning());
  }

  private MutationRequest insert(BranchName branch) {
    return new MutationRequest(
        "query m($n: String) { insert Person { name: $n } }",
        "m.gq",
        null,
        Map.of("n", "x" + made++),
        on(branch));
  }

  private void load(Graph graph) {
    byte[] lines =
        "{\"type\":\"Person\",\"data\":{\"name\":\"l%d\"}}\n"
            .formatted(made++)
            .getBytes(StandardCharsets.UTF_8);
    graph.load(
        new LoadRequest("l.jsonl", LoadMode.APPEND, on(DEV), null),
        new ByteArrayInputStream(lines),
        n -> {});
  }

  private void invoke(Graph graph, String name, Map<String, ?> arguments) {
    graph.invoke(new InvokeRequest(name, arguments, head(DEV), on(DEV)));
  }

  private static ReadAt.Head head(BranchName branch) {
    return new ReadAt.Head(branch);
  }

  private static WriteOptions on(BranchName branch) {
    return WriteOptions.on(branch, "test");
  }

  private static Texts texts(String file, String text) {
    return new Texts(new TreeMap<>(Map.of(file, text)));
  }

  private GraphStorage storage() {
    return GraphStorage.of(
        new S3ObjectStore(client, new S3Location("graphs", "g")),
        server.storageOptions(),
        TableOptions.DEFAULT);
  }
}

package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphAccess;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.LoadAnswer;
import dev.omnigraph.call.LoadMode;
import dev.omnigraph.call.LoadRequest;
import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.store.S3Access;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.table.SegmentWork;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.UpkeepPolicy;
import dev.omnigraph.testkit.S3Clients;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs commands as a function does: opens the graph, does one operation, closes it. */
final class Commands implements AutoCloseable {
  /** Any; the server takes all. */
  static final String SECRET = "secret";

  /** Below its bucket. */
  static final String GRAPH = "town";

  private static final TableOptions OPTIONS = TableOptions.DEFAULT.withCaches(4L << 20, 4L << 20);
  private static final String FILE = "town.gq";

  /** A few rows are worth a search segment, and a run does not build all. */
  private static final UpkeepPolicy POLICY =
      UpkeepPolicy.DEFAULT.withSearch(
          new UpkeepPolicy.Search(
              4, 1L << 40, 4, 16, 2, new SegmentWork(64, 1L << 40), new SegmentWork(60, 1L << 40)));

  private final S3Client client;
  private final GraphAccess access;
  private final ExecutorService executor;
  private final Environment environment;
  private final Duration writeTime;

  /**
   * @param accessKey by which the server knows who asks
   * @param writeTime after which recovery may take a write over
   */
  Commands(URI endpoint, String accessKey, Duration writeTime) {
    this.client = S3Clients.connect(endpoint, accessKey, SECRET);
    this.access = access(endpoint, accessKey, client);
    this.executor = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    this.environment = Environment.system(executor);
    this.writeTime = writeTime;
  }

  /** Makes the town in an empty bucket. */
  void create(String bucket) {
    Graph.create(storage(bucket), Town.SCHEMA, "town.pg", "mayor").close();
  }

  GraphStorage storage(String bucket) {
    return GraphStorage.at(new S3Location(bucket, GRAPH), access);
  }

  /** For many processes on one machine: with small caches. */
  static GraphAccess access(URI endpoint, String accessKey, S3Client client) {
    return GraphAccess.s3(S3Access.at(endpoint, S3Clients.REGION, accessKey, SECRET), () -> client)
        .with(OPTIONS);
  }

  Environment environment() {
    return environment;
  }

  Reply run(Command command) {
    try {
      return command.verb().equals("cleanup") ? cleanup(command) : onGraph(command);
    } catch (GraphException e) {
      return new Reply.Failed(e.kind(), e.code(), e.getMessage() + causes(e));
    }
  }

  private Reply onGraph(Command command) {
    try (Graph graph =
        Graph.open(storage(command.bucket()), environment.withWriteTime(writeTime))) {
      return switch (command.verb()) {
        case "mutate" -> mutate(graph, command);
        case "load" -> load(graph, command);
        case "optimize" -> optimize(graph, command);
        case "evolve" -> evolve(graph, command);
        case "query" -> query(graph, command);
        case "fork", "drop", "merge", "merge and drop", "revert", "pick", "restore" ->
            new VersionCommands(graph).run(command);
        default -> throw new IllegalArgumentException(command.verb());
      };
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    client.close();
  }

  private static Reply mutate(Graph graph, Command command) {
    MutationAnswer answer =
        graph.mutate(
            new MutationRequest(
                Town.QUERIES,
                FILE,
                command.name(),
                command.arguments(),
                WriteOptions.on(command.branch(), command.actor()).keyed(command.key())));
    return new Reply.Done(
        answer.commitId().toString(),
        answer.affectedNodes(),
        answer.affectedEdges(),
        answer.replayed());
  }

  private static Reply load(Graph graph, Command command) {
    LoadAnswer answer =
        graph.load(
            new LoadRequest(
                "town.jsonl",
                LoadMode.valueOf(command.name()),
                WriteOptions.on(command.branch(), command.actor()).keyed(command.key()),
                null),
            new ByteArrayInputStream(command.lines().getBytes(StandardCharsets.UTF_8)),
            lines -> {});
    String commit = answer.commits().isEmpty() ? "" : answer.commits().getFirst().toString();
    return new Reply.Done(commit, -1, -1, answer.replayed());
  }

  private static Reply optimize(Graph graph, Command command) {
    OptimizeAnswer report =
        graph.optimize(WriteOptions.on(command.branch(), command.actor()), POLICY);
    CommitId commit = report.commitId();
    return new Reply.Done(commit == null ? "" : commit.toString(), -1, -1, false);
  }

  private static Reply evolve(Graph graph, Command command) {
    SchemaAnswer answer =
        graph.applySchema(
            new SchemaRequest(
                command.lines(),
                "town.pg",
                true,
                false,
                WriteOptions.on(command.branch(), command.actor()).keyed(command.key())));
    String commit = answer.steps().isEmpty() ? "" : answer.commitId().toString();
    return new Reply.Done(commit, -1, -1, answer.replayed());
  }

  private Reply cleanup(Command command) {
    CleanupAnswer result = cleanup(command.bucket(), Duration.parse(command.name()));
    return new Reply.Done("", result.total().objects(), -1, false);
  }

  /** Of everything that no state since then, and nobody at work, needs. */
  CleanupAnswer cleanup(String bucket, Duration retention) {
    GraphStorage storage = storage(bucket);
    try {
      return new Repository(
              storage.objects(), storage.tables(), environment.withWriteTime(writeTime))
          .cleanup(new CleanupRequest(retention, false));
    } finally {
      storage.tables().close();
      storage.objects().close();
    }
  }

  private static Reply query(Graph graph, Command command) {
    QueryAnswer answer =
        graph.query(
            new QueryRequest(
                Town.QUERIES,
                FILE,
                command.name(),
                command.arguments(),
                new ReadAt.Head(command.branch())));
    return new Reply.Rows(answer.commitId().toString(), answer.rows());
  }

  /** For a person who has to find out why. */
  private static String causes(GraphException e) {
    if (e.getCause() == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    e.getCause().printStackTrace(new PrintWriter(text));
    return "\n" + text;
  }
}

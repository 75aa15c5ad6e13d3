package dev.omnigraph.mcp;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Action;
import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.guard.Rights;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.mcp.Tool.Effect;
import dev.omnigraph.stored.InvokeAnswer;
import dev.omnigraph.stored.StoredError;
import dev.omnigraph.stored.StoredQuery;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.WriteJson;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph as tools: the stored queries that the caller may call, and what else it has the right to.
 */
public final class GraphTools implements Toolbox {
  /** Of one answer, in characters of JSON; what an agent reads costs it. */
  static final int MOST_CHARACTERS = 400_000;

  private static final String SOURCE = "query";
  private static final String FILE = "query.gq";

  /** Names that no stored query has as a tool. */
  private static final Set<String> BUILT_IN =
      Set.of("branch", "diff", "merge", "mutate", "query", "schema");

  private final Graph graph;
  private final String actor;
  private final AgentBranch branch;

  /**
   * @param graph as the caller has it
   * @param actor who is recorded as the author
   * @param branch where it works when it names no branch, see {@link AgentBranch}
   * @param today the day in the name of that branch
   */
  public GraphTools(Graph graph, String actor, String branch, LocalDate today) {
    this.graph = graph;
    this.actor = actor;
    this.branch = new AgentBranch(graph, branch, actor, today);
  }

  @Override
  public void require() {
    if (branch.rights().actions().isEmpty()) {
      // Whoever may call one stored query and nothing else knows of the graph as well.
      List<StoredQuery> unused = stored();
    }
  }

  @Override
  public List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(builtIn(branch.rights()));
    for (StoredQuery query : stored()) {
      // Whoever may store queries must not give another meaning to a tool that agents know.
      if (!BUILT_IN.contains(query.name())) {
        tools.add(
            new Tool(
                query.name(),
                query.query().description().orElse("The stored query " + query.name() + "."),
                query.writes() ? Effect.DESTROYS : Effect.READS,
                ArgumentSchema.of(query.query().parameters())));
      }
    }
    tools.sort(Comparator.comparing(Tool::name));
    return List.copyOf(tools);
  }

  /**
   * Also those that the agent may call on its branch alone, and that make it; none, to whoever may
   * neither call one nor read what there is.
   */
  private List<StoredQuery> stored() {
    try {
      return branch.reading(on -> graph.queries(new ReadAt.Head(on), branch.name()).queries());
    } catch (GraphException e) {
      if (e.is(AccessError.FORBIDDEN)) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Tool> builtIn(Rights rights) {
    List<Tool> tools = new ArrayList<>();
    if (rights.may(Action.READ)) {
      tools.add(
          new Tool(
              "schema",
              "The types of the graph with their properties, as text of the schema language.",
              Effect.READS,
              ArgumentSchema.none().takes("branch", "another branch than your own").json()));
      tools.add(
          new Tool(
              "query",
              "Runs a query that reads, as in `query q($x: String) { match { $p: Person { name: $x"
                  + " } } return { $p.name } limit 10 }`.",
              Effect.READS,
              ArgumentSchema.none()
                  .needs(SOURCE, "the text of one query")
                  .takesValues("params", "the values of its parameters, by name")
                  .takes("branch", "another branch than your own")
                  .takes("commit", "a commit of it, to read the past")
                  .json()));
      tools.add(
          new Tool(
              "diff",
              "What differs between two branches, entity by entity: by default what your branch"
                  + " changed of main.",
              Effect.READS,
              ArgumentSchema.none()
                  .takes("from", "a branch; main by default")
                  .takes("to", "a branch; your own by default")
                  .takesNumber("limit", "changes at most", DiffRequest.LIMIT)
                  .takes("after", "the `next` of the page before")
                  .json()));
    }
    if (rights.may(Action.CHANGE)) {
      tools.add(
          new Tool(
              "mutate",
              "Runs a query that writes, as one commit on your branch: `query q($x: String) {"
                  + " insert Person { name: $x } }`, `update … where …`, `delete … where …`.",
              Effect.DESTROYS,
              ArgumentSchema.none()
                  .needs(SOURCE, "the text of one query")
                  .takesValues("params", "the values of its parameters, by name")
                  .takes("branch", "another branch than your own")
                  .takes("key", "the same for a call that is repeated, so that it is done once")
                  .json()));
    }
    // Stored queries take no branch, so who has nothing else cannot use another one.
    if (rights.may(Action.BRANCH_CREATE) && rights.may(Action.CHANGE)) {
      tools.add(
          new Tool(
              "branch",
              "Makes a branch, on which you can try something without disturbing anybody.",
              Effect.WRITES,
              ArgumentSchema.none()
                  .needs("name", "as in `agent/ann/try-1`")
                  .takes("from", "the branch that it starts as; main by default")
                  .json()));
    }
    boolean mayMerge = rights.may(Action.BRANCH_MERGE);
    if (mayMerge || rights.may(Action.READ)) {
      tools.add(
          new Tool(
              "merge",
              mayMerge
                  ? "Merges a branch into another, or says with `dry_run` what that would do and"
                      + " which conflicts there are."
                  : "Says with `dry_run` what it would do to merge a branch into another, and which"
                      + " conflicts there are; somebody else merges.",
              mayMerge ? Effect.WRITES : Effect.READS,
              ArgumentSchema.none()
                  .needs("source", "the branch that is merged")
                  .takes("target", "into which; main by default")
                  .takes("prefer", "`source` or `target`, where both changed the same")
                  .takesFlag("dry_run", "whether nothing is written")
                  .json()));
    }
    return tools;
  }

  @Override
  public String call(String name, ToolArguments arguments) {
    JsonBody.Answer answer = answer(name, arguments);
    String text = answer.text();
    if (text.length() > MOST_CHARACTERS) {
      throw GraphException.of(
              McpError.TOOL_ANSWER_TOO_LARGE,
              "The answer has %,d characters; an agent is given %,d at most."
                  .formatted(text.length(), MOST_CHARACTERS))
          .build();
    }
    return text;
  }

  private JsonBody.Answer answer(String name, ToolArguments arguments) {
    return switch (name) {
      case "schema" -> schema(arguments);
      case "query" -> query(arguments);
      case "diff" -> diff(arguments);
      case "mutate" -> mutate(arguments);
      case "branch" -> branch(arguments);
      case "merge" -> merge(arguments);
      default -> invoke(name, arguments);
    };
  }

  private GraphException unknown(String name) {
    List<String> names = tools().stream().map(Tool::name).toList();
    return GraphException.of(McpError.UNKNOWN_TOOL, "There is no tool \"" + name + "\".")
        .next(
            Suggestions.closest(name, names)
                .map("Did you mean \"%s\"?"::formatted)
                .orElse(McpError.UNKNOWN_TOOL.nextStep()))
        .with("tool", name)
        .build();
  }

  private JsonBody.Answer invoke(String name, ToolArguments arguments) {
    Function<BranchName, JsonBody.Answer> call = invoking(name, arguments, graph.meter());
    try {
      return branch.reading(call);
    } catch (GraphException e) {
      boolean writes =
          e.is(StoredError.STORED_READS_THE_PAST) || (isAbsent(e) && isStoredForOwnBranch(name));
      if (!writes) {
        throw e.is(StoredError.STORED_QUERY_NOT_FOUND) ? unknown(name) : e;
      }
    }
    return branch.writing(call);
  }

  private static boolean isAbsent(GraphException e) {
    return e.is(StoredError.STORED_QUERY_NOT_FOUND) || e.is(ProtocolError.GRAPH_NOT_FOUND);
  }

  private boolean isStoredForOwnBranch(String name) {
    return stored().stream().anyMatch(query -> query.name().equals(name) && query.writes());
  }

  /** Writes to the agent's branch alone: on another, a query that writes is refused. */
  private Function<BranchName, JsonBody.Answer> invoking(
      String name, ToolArguments arguments, CallMeter meter) {
    WriteOptions options = WriteOptions.on(branch.name(), actor);
    return at -> {
      ReadAt head = new ReadAt.Head(at);
      return switch (graph.invoke(new InvokeRequest(name, arguments.values(), head, options))) {
        case InvokeAnswer.Read(var read) -> ReadJson.found(read);
        case InvokeAnswer.Written(var written) ->
            on(at, WriteJson.mutation(written, meter.report()));
      };
    };
  }

  private JsonBody.Answer schema(ToolArguments arguments) {
    arguments.only("branch");
    return at(arguments, on -> ReadJson.schema(graph.schema(new ReadAt.Head(on))));
  }

  /** Without what it cost: of few rows that is most of an answer, and an agent pays by the word. */
  private JsonBody.Answer query(ToolArguments arguments) {
    arguments.only(SOURCE, "params", "branch", "commit");
    String commit = arguments.optionalText("commit").orElse(null);
    return at(
        arguments,
        on ->
            ReadJson.found(
                graph.query(
                    new QueryRequest(
                        arguments.text(SOURCE),
                        FILE,
                        null,
                        arguments.values("params"),
                        readAt(on, commit)))));
  }

  private static ReadAt readAt(BranchName on, @Nullable String commit) {
    return commit == null ? new ReadAt.Head(on) : new ReadAt.Commit(on, new CommitId(commit));
  }

  private JsonBody.Answer mutate(ToolArguments arguments) {
    arguments.only(SOURCE, "params", "branch", "key");
    CallMeter meter = graph.meter();
    String key = arguments.optionalText("key").orElse(null);
    Function<BranchName, JsonBody.Answer> write =
        on ->
            on(
                on,
                WriteJson.mutation(
                    graph.mutate(
                        new MutationRequest(
                            arguments.text(SOURCE),
                            FILE,
                            null,
                            arguments.values("params"),
                            WriteOptions.on(on, actor).keyed(key))),
                    meter.report()));
    return arguments
        .optionalText("branch")
        .map(name -> write.apply(new BranchName(name)))
        .orElseGet(() -> branch.writing(write));
  }

  private JsonBody.Answer diff(ToolArguments arguments) {
    arguments.only("from", "to", "limit", "after");
    BranchName from = new BranchName(arguments.optionalText("from").orElse("main"));
    int limit = arguments.number("limit", 100, DiffRequest.LIMIT);
    String after = arguments.optionalText("after").orElse(null);
    Function<BranchName, JsonBody.Answer> differing =
        to ->
            ChangeJson.diff(
                graph.diff(
                    DiffRequest.of(new ReadAt.Head(from), new ReadAt.Head(to)).page(limit, after)));
    return arguments
        .optionalText("to")
        .map(name -> differing.apply(new BranchName(name)))
        .orElseGet(() -> branch.reading(differing));
  }

  private JsonBody.Answer branch(ToolArguments arguments) {
    arguments.only("name", "from");
    BranchName from = new BranchName(arguments.optionalText("from").orElse("main"));
    return ReadJson.branch(
        graph.createBranch(
            new BranchRequest(
                new BranchName(arguments.text("name")), new ReadAt.Head(from), actor)));
  }

  private JsonBody.Answer merge(ToolArguments arguments) {
    arguments.only("source", "target", "prefer", "dry_run");
    BranchName target = new BranchName(arguments.optionalText("target").orElse("main"));
    CallMeter meter = graph.meter();
    MergeRequest request =
        MergeRequest.of(
                new ReadAt.Head(new BranchName(arguments.text("source"))),
                WriteOptions.on(target, actor))
            .preferring(prefer(arguments.optionalText("prefer").orElse("none")));
    return WriteJson.merge(
        arguments.flag("dry_run")
            ? graph.planMerge(request, ConflictWindow.FIRST)
            : graph.merge(request),
        meter.report());
  }

  private static Prefer prefer(String side) {
    return switch (side) {
      case "none" -> Prefer.NONE;
      case "source" -> Prefer.SOURCE;
      case "target" -> Prefer.TARGET;
      default ->
          throw GraphException.of(
                  McpError.TOOL_ARGUMENT, "The argument \"prefer\" is `source` or `target`.")
              .with("argument", "prefer")
              .build();
    };
  }

  private JsonBody.Answer at(ToolArguments arguments, Function<BranchName, JsonBody.Answer> read) {
    return arguments
        .optionalText("branch")
        .map(name -> read.apply(new BranchName(name)))
        .orElseGet(() -> branch.reading(read));
  }

  /** An answer of a write, with the branch that it went to. */
  private static JsonBody.Answer on(BranchName branch, JsonBody.Answer answer) {
    return new JsonBody.Answer(
        answer.commits(),
        json -> {
          json.writeStringField("branch", branch.text());
          answer.members().write(json);
        });
  }
}

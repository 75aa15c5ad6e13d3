package dev.omnigraph.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.access.CedarAuthorizer;
import dev.omnigraph.access.Principal;
import dev.omnigraph.access.Principal.Kind;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.guard.AccessRules;
import dev.omnigraph.guard.Guard;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent talks to a graph. */
class McpServerTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
  private static final WriteOptions MAIN = WriteOptions.on(BranchName.MAIN, "owner");
  private static final String SCHEMA =
      "node Person { name: String @key  age: I32?  born: Date?  mood: enum(good, bad)? }";
  private static final String QUERIES =
      """
      query older($than: I32, $mood: enum(good, bad)?) @description("people above an age") {
        match { $p: Person  $p.age > $than } return { $p.name, $p.age }
      }
      query remember($name: String, $age: I32?) { insert Person { name: $name, age: $age } }
      query people() { match { $p: Person } return { $p.name } }
      query secret() { match { $p: Person } return { $p.name } }
      """;

  private static final String PEOPLE = "query q() { match { $p: Person } return { $p.name } }";

  /** The arguments of the tool {@code mutate}. */
  private static final String INSERT =
      "{\"query\":\"query m($n: String) { insert Person { name: $n } }\",\"params\":{\"n\":\"Ada\"}}";

  @TempDir private Path folder;
  private final McpServer server = new McpServer("1.2.3");
  private Graph graph;
  private GraphTools tools;

  @BeforeEach
  void makeTheGraph() {
    graph = Graph.create(GraphStorage.newFolder(folder.resolve("g")), SCHEMA, "g.pg", "owner");
    graph.apply(ApplyRequest.ofQueries(texts("q.gq", QUERIES), MAIN));
    tools = tools(graph, "ann");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-06-18, 2025-06-18",
    "2025-03-26, 2025-11-25",
    "2025-11-25, 2025-11-25",
    "1999-01-01, 2025-11-25"
  })
  void anAgentAndTheServerAgreeOnAVersion(String offered, String agreed) {
    JsonNode result =
        result("initialize", "{\"protocolVersion\":\"" + offered + "\",\"capabilities\":{}}");

    assertThat(result.path("protocolVersion").asText()).isEqualTo(agreed);
    assertThat(result.path("capabilities").has("tools")).isTrue();
    assertThat(result.path("serverInfo").path("version").asText()).isEqualTo("1.2.3");
  }

  @Test
  void storedQueriesAreToolsWithTheSchemasOfTheirParameters() {
    JsonNode older = tool("older");

    assertThat(older.path("description").asText()).isEqualTo("people above an age");
    assertThat(older.path("annotations").path("readOnlyHint").asBoolean()).isTrue();
    assertThat(older.path("inputSchema").toString())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"than\":{\"type\":\"integer\"},\"mood\":{\"anyOf\":"
                + "[{\"type\":\"string\",\"enum\":[\"good\",\"bad\"]},{\"type\":\"null\"}]}},"
                + "\"required\":[\"than\"],\"additionalProperties\":false}");
    assertThat(tool("remember").path("annotations").path("destructiveHint").asBoolean()).isTrue();
    assertThat(names(tools))
        .containsExactly(
            "branch",
            "diff",
            "merge",
            "mutate",
            "older",
            "people",
            "query",
            "remember",
            "schema",
            "secret");
  }

  @Test
  void whatAnAgentWritesIsOnABranchOfItsOwnUntilAPersonMergesIt() {
    JsonNode written = structured("remember", "{\"name\":\"Ada\",\"age\":36}");
    structured("remember", "{\"name\":\"Bob\",\"age\":12}");

    assertThat(written.path("branch").asText()).isEqualTo("agent/ann/2026-03-01");
    assertThat(structured("older", "{\"than\":20}").path("rows").toString())
        .isEqualTo("[{\"p.name\":\"Ada\",\"p.age\":36}]");
    assertThat(people(BranchName.MAIN)).isEmpty();
    assertThat(structured("diff", "{}").path("changes")).hasSize(2);
    JsonNode merged = structured("merge", "{\"source\":\"agent/ann/2026-03-01\"}");
    assertThat(merged.path("outcome").asText()).isEqualTo("fast_forward");
    assertThat(people(BranchName.MAIN)).containsExactly(List.of("Ada"), List.of("Bob"));
  }

  @Test
  void anAgentIsNotToldWhatItsQueryCost() {
    JsonNode called = structured("older", "{\"than\":20}");
    JsonNode asked =
        structured(
            "query", "{\"query\":\"query q() { match { $p: Person } return { $p.name } }\"}");

    assertThat(called.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("query", "commit", "columns", "rows");
    assertThat(asked.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("query", "commit", "columns", "rows");
  }

  @Test
  void readingMakesNoBranch() {
    structured("older", "{\"than\":20}");
    structured("query", "{\"query\":\"query q() { match { $p: Person } return { $p.name } }\"}");
    structured("schema", "{}");

    assertThat(graph.branchNames()).containsExactly(BranchName.MAIN);
  }

  @Test
  void anAgentReadsTextsAndValuesOfTheLanguage() {
    JsonNode answer =
        structured(
            "mutate",
            "{\"query\":\"query m($n: String, $b: Date) { insert Person { name: $n, born: $b } }\","
                + "\"params\":{\"n\":\"Ada\",\"b\":\"1815-12-10\"}}");

    assertThat(answer.path("affected_nodes").asInt()).isEqualTo(1);
    assertThat(
            structured(
                    "query",
                    "{\"query\":\"query q() { match { $p: Person } return { $p.born } }\"}")
                .path("rows")
                .toString())
        .isEqualTo("[{\"p.born\":\"1815-12-10\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "older | {} | missing_argument",
        "older | {\"than\":\"x\"} | wrong_type",
        "older | {\"than\":1,\"that\":2} | unknown_argument",
        "query | {} | tool_argument",
        "query | {\"query\":7} | tool_argument",
        "query | {\"query\":\"query q() { match { $x: Nobody } return { $x.id } }\"} | unknown_type",
        "diff | {\"limit\":0} | tool_argument",
        "diff | {\"limit\":1.5} | tool_argument",
        "merge | {\"source\":\"nowhere\"} | branch_not_found",
        "merge | {\"source\":\"main\",\"prefer\":\"me\"} | tool_argument",
      })
  void aMistakeIsAnAnswerThatTheAgentCanMend(String tool, String arguments, String code) {
    JsonNode result =
        result("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");

    assertThat(result.path("isError").asBoolean()).isTrue();
    JsonNode error = json(result.path("content").path(0).path("text").asText());
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("error").asText()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | -32700",
        "[] | -32600",
        "{\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":false,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"error\":[]} | -32600",
        "{\"jsonrpc\":\"2.0\",\"error\":[]} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"} | -32601",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"} | -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":3}} | -32602",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"nothing\"}} | -32602",
      })
  void aMessageThatIsNotOneIsRefusedByItsCode(String message, int code) {
    JsonNode answer = json(server.answer(message, tools).orElseThrow());

    assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
    assertThat(answer.has("id")).isTrue();
    assertThat(answer.get("id").isNull() || answer.get("id").isInt()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"
      })
  void whatAsksNothingIsNotAnswered(String message) {
    assertThat(server.answer(message, tools)).isEmpty();
  }

  @Test
  void anAgentThatMayCallThreeQueriesHasThreeToolsAndItsBranch() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts(
                "agents.cedar",
                """
                permit (principal in Group::"agents", action == Action::"invoke_query", resource)
                unless { resource.name == "secret" };
                permit (principal in Group::"agents", action == Action::"branch_create", resource)
                when { resource.name like "agent/*" };
                """),
            MAIN));
    GraphTools own = heldToPolicies();

    assertThat(names(own)).containsExactly("older", "people", "remember");
    JsonNode written =
        json(
            server
                .answer(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"remember\",\"arguments\":{\"name\":\"Ada\",\"age\":36}}}",
                    own)
                .orElseThrow());
    assertThat(written.path("result").path("structuredContent").path("branch").asText())
        .isEqualTo("agent/token-helper/2026-03-01");
    JsonNode refused =
        json(
            server
                .answer(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"secret\"}}",
                    own)
                .orElseThrow());
    assertThat(refused.path("error").path("data").path("code").asText()).isEqualTo("unknown_tool");
  }

  @Test
  void anAgentThatMayCallOneQueryAndKnowNothingElseHasThatOne() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts(
                "agents.cedar",
                "permit (principal, action == Action::\"invoke_query\", resource =="
                    + " Query::\"people\");"),
            MAIN));
    GraphTools own = heldToPolicies();

    assertThat(answer(own, "ping", "{}").has("result")).isTrue();
    assertThat(names(own)).containsExactly("people");
    assertThat(own.call("people", new ToolArguments(JsonNodeFactory.instance.objectNode())))
        .contains("\"rows\":[]");
  }

  @Test
  void whatAnAgentMayDoOnItsOwnBranchAloneItHasToolsFor() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts(
                "agents.cedar",
                """
                permit (principal, action in [Action::"read", Action::"change", Action::"branch_create"],
                resource) when { resource has branch && resource.branch like "agent/*" };
                permit (principal, action == Action::"read", resource in Branch::"main");
                """),
            MAIN));

    assertThat(names(heldToPolicies()))
        .containsExactly("branch", "diff", "merge", "mutate", "query", "schema");
  }

  @Test
  void aQueryThatMayBeCalledOnTheAgentsBranchAloneIsAToolBeforeThereIsOne() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts(
                "agents.cedar",
                """
                permit (principal, action == Action::"invoke_query", resource == Query::"people");
                permit (principal, action == Action::"invoke_query", resource == Query::"remember")
                when { resource has branch && resource.branch like "agent/*" };
                permit (principal, action == Action::"branch_create", resource)
                when { resource has branch && resource.branch like "agent/*" };
                """),
            MAIN));
    GraphTools own = heldToPolicies();

    assertThat(names(own)).containsExactly("people", "remember");
    JsonNode written = structured(own, "remember", "{\"name\":\"Ada\"}");

    assertThat(written.path("branch").asText()).isEqualTo("agent/token-helper/2026-03-01");
    assertThat(structured(own, "people", "{}").path("rows")).hasSize(1);
    assertThat(people(BranchName.MAIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "ping", "tools/list", "nothing", "notifications/x"})
  void aStrangerHearsOfNoGraphWhateverItAsks(String method) {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts("agents.cedar", "permit (principal == User::\"somebody\", action, resource);"),
            MAIN));
    GraphTools own = heldToPolicies();

    assertThatExceptionOfType(GraphException.class)
        .isThrownBy(() -> answer(own, method, "{}"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("graph_not_found"));
  }

  @Test
  void whoMayOnlyWriteHasTheToolForThat() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts("agents.cedar", "permit (principal, action == Action::\"change\", resource);"),
            MAIN));

    assertThat(names(heldToPolicies())).containsExactly("mutate");
  }

  @Test
  void anAgentThatMayNotMergeSeesWhatAMergeWouldDo() {
    graph.apply(
        ApplyRequest.ofPolicy(
            texts(
                "agents.cedar",
                "permit (principal, action in [Action::\"read\", Action::\"change\","
                    + " Action::\"branch_create\"], resource);"),
            MAIN));
    GraphTools own = heldToPolicies();
    structured(own, "mutate", INSERT);
    String source = "{\"source\":\"agent/token-helper/2026-03-01\"";

    JsonNode planned = structured(own, "merge", source + ",\"dry_run\":true}");
    JsonNode merged = called(own, "merge", source + "}");

    assertThat(tool(own, "merge").path("annotations").path("readOnlyHint").asBoolean()).isTrue();
    assertThat(planned.path("outcome").asText()).isEqualTo("fast_forward");
    assertThat(planned.path("tables").path(0).path("inserted").asInt()).isEqualTo(1);
    assertThat(merged.path("result").path("content").path(0).path("text").asText())
        .contains("\"forbidden\"");
    assertThat(people(BranchName.MAIN)).isEmpty();
  }

  @Test
  void whatIsSentAgainWithItsKeyIsAnsweredAgain() {
    String insert = INSERT.replace("{\"query\"", "{\"key\":\"k\",\"query\"");

    JsonNode first = structured("mutate", insert);
    JsonNode again = structured("mutate", insert);

    assertThat(again.path("replayed").asBoolean()).isTrue();
    assertThat(again.path("query").asText()).isEqualTo(first.path("query").asText()).isEqualTo("m");
    assertThat(again.path("commit")).isEqualTo(first.path("commit"));
  }

  @Test
  void aToolCostsWhatTheCallOfTheGraphCosts() {
    structured("remember", "{\"name\":\"Ada\"}");
    // From now on the schema and the queries are known.
    structured("people", "{}");
    ReadAt.Head own = new ReadAt.Head(new BranchName("agent/ann/2026-03-01"));

    assertThat(requests(() -> structured("query", "{\"query\":\"" + PEOPLE + "\"}")))
        .isEqualTo(requests(() -> graph.query(query(PEOPLE, own))));
    assertThat(requests(() -> structured("people", "{}")))
        .isEqualTo(
            requests(
                () ->
                    graph.invoke(
                        new InvokeRequest(
                            "people", Map.of(), own, WriteOptions.on(own.branch(), "ann")))));
  }

  private long requests(Runnable call) {
    CallMeter meter = graph.meter();
    call.run();
    return meter.report().io().requests();
  }

  private GraphTools heldToPolicies() {
    Principal agent = Principal.of(Kind.TOKEN, "helper", "agents");
    AccessRules rules =
        new AccessRules("g", new CedarAuthorizer(), false, Set.of(), BranchName.MAIN::equals);
    return tools(graph.as(new Guard(agent, rules)), agent.actor());
  }

  @Test
  void anActorOfAnyNameHasABranch() {
    GraphTools strange = tools(graph, "arn:aws:sts::1:assumed-role/äö/../x.json");

    JsonNode written =
        json(server
                .answer(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"remember\",\"arguments\":{\"name\":\"Ada\"}}}",
                    strange)
                .orElseThrow())
            .path("result")
            .path("structuredContent");

    assertThat(written.path("branch").asText())
        .matches("agent/[A-Za-z0-9][A-Za-z0-9._-]*/2026-03-01");
  }

  @Test
  void noTwoActorsShareABranch() {
    List<String> actors =
        List.of(
            "ann",
            "user:ann",
            "token:ann",
            "user-ann",
            "token-ann",
            "a@b",
            "a-b",
            "a b",
            "user:\u00e4",
            "user:\u00f6",
            "x".repeat(80),
            "y" + "x".repeat(80),
            "a.json",
            "user:a@b",
            "user:a-b-63cf3dcd4e96",
            "a.b",
            "-a",
            "",
            "arn:aws:iam::123456789012:role/web",
            "arn:aws:iam::123456789012:role-web");

    assertThat(actors.stream().map(AgentBranch::part).distinct()).hasSize(actors.size());
    assertThat(actors.stream().map(actor -> new BranchName("agent/" + AgentBranch.part(actor))))
        .hasSize(actors.size());
    assertThat(AgentBranch.part("token:helper")).isEqualTo("token-helper");
    assertThat(AgentBranch.part("ann")).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}",
        "{\"jsonrpc\":"
      })
  void aMessageThatIsNotOneJsonValueIsRefusedInPlainWords(String message) {
    JsonNode answer = json(server.answer(message, tools).orElseThrow());

    assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32700);
    assertThat(answer.path("error").path("message").asText())
        .startsWith("The message is not one JSON value")
        .doesNotContain("Source", "Feature", "com.fasterxml");
  }

  private static GraphTools tools(Graph of, String actor) {
    return new GraphTools(of, actor, "agent/{actor}/{date}", TODAY);
  }

  private JsonNode tool(String name) {
    return tool(tools, name);
  }

  private JsonNode tool(GraphTools of, String name) {
    for (JsonNode tool : answer(of, "tools/list", "{}").path("result").path("tools")) {
      if (tool.path("name").asText().equals(name)) {
        return tool;
      }
    }
    throw new AssertionError("no tool " + name);
  }

  private static List<String> names(GraphTools of) {
    return of.tools().stream().map(Tool::name).toList();
  }

  private JsonNode structured(String tool, String arguments) {
    return structured(tools, tool, arguments);
  }

  private JsonNode structured(GraphTools of, String tool, String arguments) {
    JsonNode message = called(of, tool, arguments);
    JsonNode result = message.path("result");
    assertThat(result.path("isError").asBoolean(true)).as(message.toString()).isFalse();
    return result.path("structuredContent");
  }

  private JsonNode called(GraphTools of, String tool, String arguments) {
    return answer(of, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  private JsonNode result(String method, String params) {
    JsonNode message = answer(tools, method, params);
    assertThat(message.has("error")).as(message.toString()).isFalse();
    return message.path("result");
  }

  private JsonNode answer(GraphTools of, String method, String params) {
    Optional<String> answer =
        server.answer(
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\""
                + method
                + "\",\"params\":"
                + params
                + "}",
            of);
    JsonNode message = json(answer.orElseThrow());
    assertThat(message.path("id").asText()).isEqualTo("a");
    return message;
  }

  private List<List<?>> people(BranchName branch) {
    return new ArrayList<>(graph.query(query(PEOPLE, new ReadAt.Head(branch))).rows());
  }

  private static QueryRequest query(String text, ReadAt at) {
    return new QueryRequest(text, "q.gq", null, Map.of(), at);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Texts texts(String name, String text) {
    return new Texts(new TreeMap<>(Map.of(name, text)));
  }
}

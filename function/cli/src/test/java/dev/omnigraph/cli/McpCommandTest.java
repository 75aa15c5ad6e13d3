package dev.omnigraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.cli.remote.Scripted;
import dev.omnigraph.cli.remote.Scripted.Received;
import dev.omnigraph.cli.remote.Scripted.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that starts the program talks to a graph by lines. */
class McpCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOOLS = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";
  private static final String INSERT =
      "{\"jsonrpc\":\"2.0\",\"id\":\"w\",\"method\":\"tools/call\",\"params\":{\"name\":\"mutate\","
          + "\"arguments\":{\"query\":\"query q() { insert Person { name: \\\"ann\\\" } }\"}}}\n";

  private @TempDir Path folder;
  private Terminal terminal = new Terminal(Path.of(""));

  @BeforeEach
  void makeAGraph() throws IOException {
    terminal = new Terminal(folder.resolve("g"));
    Path schema = Files.writeString(folder.resolve("g.pg"), "node Person { name: String @key }");
    assertThat(terminal.graph("init --schema " + schema)).isZero();
    terminal.clear();
  }

  @Test
  void everyMessageHasAnAnswerOnOneLineAndNotificationsHaveNone() throws IOException {
    terminal.pipe(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}\n"
            + INITIALIZED
            + "\n"
            + TOOLS);

    assertThat(terminal.graph("mcp")).isZero();

    List<JsonNode> answers = answers();
    assertThat(answers).extracting(answer -> answer.path("id").asInt()).containsExactly(0, 1);
    assertThat(answers.getFirst().path("result").path("protocolVersion").asText())
        .isEqualTo("2025-06-18");
    assertThat(answers.getLast().path("result").path("tools").findValuesAsText("name"))
        .contains("query", "mutate", "schema");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void aMalformedLineIsAnsweredAndTheNextOneToo() throws IOException {
    terminal.pipe("{\"jsonrpc\":\n[]\n" + TOOLS);

    assertThat(terminal.graph("mcp")).isZero();

    assertThat(answers())
        .extracting(answer -> answer.path("error").path("code").asInt())
        .containsExactly(-32700, -32600, 0);
  }

  @Test
  void anAgentWritesToABranchOfItsOwnThatIsNamedAfterItAndTheDay() throws IOException {
    terminal.pipe(INSERT);

    assertThat(terminal.graph("mcp --actor helper")).isZero();

    assertThat(branchOfWrite()).isEqualTo("agent/helper/" + LocalDate.now(ZoneOffset.UTC));
    assertThat(rowsOfMain()).isEmpty();
  }

  @Test
  void whereAnAgentWorksCanBeSaid() throws IOException {
    terminal.pipe(INSERT);

    assertThat(terminal.graph("mcp --branch try/{actor} --actor helper")).isZero();

    assertThat(branchOfWrite()).isEqualTo("try/helper");
  }

  @Test
  void aBranchThatCannotBeIsRefusedBeforeTheFirstMessage() {
    terminal.pipe(TOOLS);

    assertThat(terminal.graph("mcp --branch a//b")).isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void aMissingGraphIsToldToWhoeverStartsTheProgram() {
    terminal.pipe(TOOLS);

    assertThat(terminal.run("mcp", "--graph", folder.resolve("none").toString()))
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(terminal.err()).contains("There is no folder");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void messagesToAServerArePassedOnAndItsAnswersAreLines() throws IOException {
    Reply probed = Reply.json(200, "{\"jsonrpc\":\"2.0\"}");
    Reply pretty = Reply.json(200, "{\n  \"jsonrpc\": \"2.0\"\n}\n");
    Reply accepted = new Reply(202, Map.of(), "");
    try (Scripted server = new Scripted(probed, pretty, accepted)) {
      terminal.pipe(TOOLS + INITIALIZED);

      assertThat(terminal.run("mcp", "--graph", server.graph().toString())).isZero();

      assertThat(terminal.out()).isEqualTo("{   \"jsonrpc\": \"2.0\" }\n");
      assertThat(server.received())
          .extracting(Received::body)
          .endsWith(TOOLS.strip(), INITIALIZED.strip());
      assertThat(server.received())
          .extracting(Received::line)
          .containsOnly("POST /graphs/towns/mcp");
    }
  }

  @Test
  void anAnswerOfTheProtocolIsPassedBackWhateverItsStatus() throws IOException {
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"no\"}}";
    Reply probed = Reply.json(200, "{\"jsonrpc\":\"2.0\"}");
    try (Scripted server = new Scripted(probed, Reply.json(400, answer))) {
      terminal.pipe("not json\n");

      assertThat(terminal.run("mcp", "--graph", server.graph().toString())).isZero();

      assertThat(terminal.out()).isEqualTo(answer + "\n");
    }
  }

  @Test
  void whatDoesNotSpeakTheProtocolIsToldToWhoeverStartsTheProgram() throws IOException {
    try (Scripted server = new Scripted(Reply.json(200, "{}"))) {

      assertThat(terminal.run("mcp", "--graph", server.graph().toString()))
          .isEqualTo(ExitCodes.WRONG);

      assertThat(terminal.err()).contains("is not the API of OmniGraph");
    }
  }

  @Test
  void aFailureOfAServerIsAnAnswerAndTheNextMessageIsPassedOn() throws IOException {
    Reply probed = Reply.json(200, "{\"jsonrpc\":\"2.0\"}");
    Reply refused = Reply.json(403, "{\"error\":\"No.\",\"code\":\"forbidden\"}");
    try (Scripted server =
        new Scripted(probed, refused, Reply.json(200, "{\"jsonrpc\":\"2.0\",\"id\":1}"))) {
      terminal.pipe(INSERT + TOOLS);

      assertThat(terminal.run("mcp", "--graph", server.graph().toString())).isZero();

      assertThat(answers().getFirst().path("id").asText()).isEqualTo("w");
      assertThat(answers().getFirst().path("error").path("message").asText())
          .contains("\"code\":\"forbidden\"");
      assertThat(answers().getLast().path("id").asInt()).isOne();
    }
  }

  @Test
  void aCallOfAToolIsNeverSentTwice() throws IOException {
    try (Scripted server = new Scripted(Reply.json(200, "{\"jsonrpc\":\"2.0\"}"))) {
      terminal.pipe(INSERT);

      assertThat(terminal.run("mcp", "--graph", server.graph().toString())).isZero();

      assertThat(server.received()).hasSize(2);
      assertThat(terminal.out()).contains("write_uncertain");
    }
  }

  @Test
  void aServerDecidesWhereAnAgentWorks() {
    assertThat(terminal.run("mcp", "--graph", "http://127.0.0.1:1/graphs/g", "--branch", "x"))
        .isEqualTo(ExitCodes.WRONG);
    assertThat(terminal.err()).contains("Leave --branch out");
  }

  private String branchOfWrite() throws IOException {
    JsonNode result = answers().getLast().path("result");
    assertThat(result.path("isError").asBoolean()).as(terminal.out()).isFalse();
    return result.path("structuredContent").path("branch").asText();
  }

  private String rowsOfMain() {
    terminal.clear();
    terminal.graph("export");
    return new String(terminal.bytes(), StandardCharsets.UTF_8);
  }

  private List<JsonNode> answers() throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(terminal.out()).readAll();
  }
}

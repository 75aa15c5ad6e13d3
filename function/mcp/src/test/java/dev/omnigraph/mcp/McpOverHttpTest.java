package dev.omnigraph.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.mcp.McpOverHttp.Answer;
import dev.omnigraph.mcp.McpOverHttp.Request;
import dev.omnigraph.mcp.Tool.Effect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages with headers, of the version without a handshake and of those with one. */
class McpOverHttpTest {
  private static final String NEW = "2026-07-28";

  private final McpOverHttp http = new McpOverHttp(new McpServer("1.2.3"));

  @Test
  void anAgentDiscoversWhichVersionsThereAre() {
    Answer answer = send(stateless("server/discover", ""), NEW, "server/discover", null);

    assertThat(answer.status()).isEqualTo(200);
    JsonNode result = json(answer).path("result");
    assertThat(result.path("supportedVersions").toString())
        .isEqualTo("[\"2025-06-18\",\"2025-11-25\",\"2026-07-28\"]");
    assertThat(result.path("capabilities").has("tools")).isTrue();
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.path("cacheScope").asText()).isEqualTo("private");
    assertThat(result.path("ttlMs").asInt()).isPositive();
    assertThat(
            result
                .path("_meta")
                .path("io.modelcontextprotocol/serverInfo")
                .path("version")
                .asText())
        .isEqualTo("1.2.3");
  }

  @Test
  void withoutAHandshakeToolsAreListedAndCalled() {
    JsonNode listed = json(send(stateless("tools/list", ""), NEW, "tools/list", null));
    JsonNode called =
        json(
            send(
                stateless("tools/call", ",\"name\":\"grüße\",\"arguments\":{}"),
                NEW,
                "tools/call",
                "=?base64?Z3LDvMOfZQ==?="));

    assertThat(listed.path("result").path("tools").path(0).path("name").asText())
        .isEqualTo("grüße");
    assertThat(listed.path("result").has("ttlMs")).isTrue();
    assertThat(called.path("result").path("structuredContent").path("done").asText())
        .isEqualTo("grüße");
    assertThat(called.path("result").path("resultType").asText()).isEqualTo("complete");
  }

  @Test
  void aRequestThatFailsIsAnsweredWith200InAVersionWithAHandshake() {
    Answer answer =
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}", null, null, null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(code(answer)).isEqualTo(-32601);
  }

  @Test
  void anAnswerOfAVersionWithAHandshakeHasNothingOfTheOther() {
    Answer answer =
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "2025-11-25", null, null);

    assertThat(json(answer).path("result").has("tools")).isTrue();
    assertThat(json(answer).path("result").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-28, ping",
    "2026-07-28, initialize",
    "2026-07-28, subscriptions/listen",
    "2026-07-28, resources/list"
  })
  void aMethodThatThereIsNotIsNotFound(String version, String method) {
    Answer answer = send(stateless(method, ""), version, method, null);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(code(answer)).isEqualTo(-32601);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, tools/call, x",
        "2025-11-25, tools/call, x",
        "2026-07-28, -, x",
        "2026-07-28, tools/list, x",
        "2026-07-28, tools/call, -",
        "2026-07-28, tools/call, y",
        "2026-07-28, tools/call, =?base64?eQ==?=",
        "2026-07-28, tools/call, =?base64?!?=",
      })
  void aHeaderThatSaysOtherwiseIsRefused(
      @Nullable String version, @Nullable String method, @Nullable String name) {
    Answer answer =
        send(stateless("tools/call", ",\"name\":\"x\",\"arguments\":{}"), version, method, name);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(-32020);
    assertThat(json(answer).path("id").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"older", "grüße", " x ", "=?base64?eQ==?="})
  void aMessageIsSentWithTheHeadersThatItSays(String name) {
    Request request =
        Request.of(stateless("tools/call", ",\"name\":\"" + name + "\",\"arguments\":{}"));

    assertThat(request.version()).isEqualTo(NEW);
    assertThat(request.name()).matches("[!-~]+");
    assertThat(http.answer(request, new Greetings()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"})
  void aMessageThatHasNoVersionInItselfIsSentWithoutHeaders(String body) {
    assertThat(Request.of(body)).isEqualTo(new Request(body, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2027-01-01", "new"})
  void aVersionThatIsNotSpokenIsRefusedWithThoseThatAre(String version) {
    Answer request =
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", version, null, null);
    Answer notification =
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", version, null, null);

    assertThat(request.status()).isEqualTo(400);
    assertThat(code(request)).isEqualTo(-32022);
    assertThat(json(request).path("error").path("data").path("requested").asText())
        .isEqualTo(version);
    assertThat(json(request).path("error").path("data").path("supported"))
        .hasSize(McpServer.allVersions().size());
    assertThat(notification.status()).isEqualTo(400);
  }

  @Test
  void anIdThatIsNoneIsNotSentBack() {
    Answer refused =
        send("{\"jsonrpc\":\"2.0\",\"id\":false,\"method\":\"ping\"}", "2027-01-01", null, null);

    assertThat(code(refused)).isEqualTo(-32022);
    assertThat(json(refused).path("id").isNull()).isTrue();
  }

  @Test
  void aVersionInAMessageAloneIsRefusedTheSame() {
    String message = stateless("tools/list", "").replace("\"2026-07-28\"", "\"2027-01-01\"");

    JsonNode answer = json(new McpServer("1").answer(message, new Greetings()).orElseThrow());

    assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32022);
    assertThat(answer.path("error").path("data").path("requested").asText())
        .isEqualTo("2027-01-01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"_meta\":{}}",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":1}}"
      })
  void aMessageWithoutHandshakeThatSaysTooLittleOfItselfIsRefused(String params) {
    Answer answer =
        send(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":" + params + "}",
            NEW,
            "tools/list",
            null);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(-32602);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-", "2025-06-18", "2025-11-25", "2026-07-28"})
  void whatAsksNothingIsAcceptedWithoutABody(@Nullable String version) {
    Answer answer =
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", version, null, null);

    assertThat(answer).isEqualTo(new Answer(202, Optional.empty()));
  }

  @Test
  void whatIsNotAMessageIsRefused() {
    assertThat(send("{", null, null, null).status()).isEqualTo(400);
    assertThat(send("[]", null, null, null).status()).isEqualTo(400);
    assertThat(send("[]", NEW, null, null).status()).isEqualTo(400);
  }

  private Answer send(
      String body, @Nullable String version, @Nullable String method, @Nullable String name) {
    return http.answer(new Request(body, version, method, name), new Greetings());
  }

  private static String stateless(String method, String params) {
    return """
        {"jsonrpc":"2.0","id":1,"method":"%s","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28",
        "io.modelcontextprotocol/clientCapabilities":{}}%s}}"""
        .formatted(method, params);
  }

  private static int code(Answer answer) {
    return json(answer).path("error").path("code").asInt();
  }

  private static JsonNode json(Answer answer) {
    return json(answer.body().orElseThrow());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static final class Greetings implements Toolbox {
    @Override
    public void require() {}

    @Override
    public List<Tool> tools() {
      return List.of(new Tool("grüße", "Greets.", Effect.READS, ArgumentSchema.none().json()));
    }

    @Override
    public String call(String name, ToolArguments arguments) {
      return "{\"done\":\"" + name + "\"}";
    }
  }
}

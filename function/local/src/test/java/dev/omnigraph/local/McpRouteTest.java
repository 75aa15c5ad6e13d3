package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of agents as requests. */
@QuarkusTest
class McpRouteTest {
  private static final String NEW = "2026-07-28";
  private static final Map<String, Object> ENVELOPE =
      Map.of(
          "_meta",
          Map.of(
              "io.modelcontextprotocol/protocolVersion",
              NEW,
              "io.modelcontextprotocol/clientCapabilities",
              Map.of()));

  private final String graph = "m" + System.nanoTime();

  @BeforeEach
  void create() {
    Graph.create(
            GraphStorage.newFolder(Path.of("target/test-graphs", graph)),
            "node Person { name: String @key }",
            "schema.pg",
            "owner")
        .close();
  }

  @Test
  void aRequestIsAnsweredWithJson() {
    Response answer = send(agent(), Map.of("jsonrpc", "2.0", "id", 7, "method", "tools/list"));

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.jsonPath().getInt("id")).isEqualTo(7);
    assertThat(answer.jsonPath().getList("result.tools.name")).contains("query", "mutate");
  }

  @Test
  void aNotificationIsAcceptedWithoutABody() {
    Response answer =
        send(agent(), Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.asString()).isEmpty();
  }

  @Test
  void headersAreHeldToWhatTheMessageSays() {
    Map<String, Object> message =
        Map.of("jsonrpc", "2.0", "id", 1, "method", "server/discover", "params", ENVELOPE);

    Response right =
        send(
            agent().header("MCP-Protocol-Version", NEW).header("Mcp-Method", "server/discover"),
            message);
    Response wrong =
        send(
            agent().header("MCP-Protocol-Version", NEW).header("Mcp-Method", "tools/list"),
            message);

    assertThat(right.statusCode()).as(right.asString()).isEqualTo(200);
    assertThat(right.jsonPath().getList("result.supportedVersions")).contains(NEW, "2025-11-25");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.jsonPath().getInt("error.code")).isEqualTo(-32020);
  }

  @Test
  void aVersionThatIsNotSpokenIsRefused() {
    Response answer =
        send(
            agent().header("MCP-Protocol-Version", "1999-01-01"),
            Map.of("jsonrpc", "2.0", "id", 1, "method", "ping"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.jsonPath().getList("error.data.supported")).contains(NEW);
  }

  @Test
  void thereIsNoStreamToListenTo() {
    Response answer = agent().get("/graphs/" + graph + "/mcp");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST");
  }

  @Test
  void aPageOfAnotherSiteIsRefused() {
    Response answer =
        send(
            agent().header("Origin", "https://example.com"),
            Map.of("jsonrpc", "2.0", "id", 1, "method", "ping"));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  private Response send(RequestSpecification request, Map<String, ?> message) {
    return request.body(message).post("/graphs/" + graph + "/mcp");
  }

  private static RequestSpecification agent() {
    return RestAssured.given()
        .contentType("application/json")
        .header("Accept", "application/json, text/event-stream");
  }
}

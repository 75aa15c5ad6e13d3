package dev.omnigraph.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.wire.ErrorBody;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages of the Model Context Protocol, each by itself: nothing is kept between two
 * messages, so any process can answer the next one.
 *
 * <p>Speaks the versions of the protocol that begin with {@code initialize}; an agent that offers
 * another one is answered with the newest of them.
 */
public final class McpServer {
  /** Oldest first. */
  static final List<String> VERSIONS = List.of("2025-03-26", "2025-06-18", "2025-11-25");

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String version;

  /**
   * @param version of the product
   */
  public McpServer(String version) {
    this.version = version;
  }

  /**
   * Answers a message.
   *
   * @param message a JSON text
   * @throws GraphException {@code graph_not_found}; every other failure is an answer
   * @return empty for a notification, which has no answer
   */
  public Optional<String> answer(String message, Toolbox tools) {
    JsonNode request;
    try {
      request = MAPPER.readTree(message);
    } catch (JsonProcessingException e) {
      return Optional.of(
          error(null, RpcError.PARSE, "The message is not JSON: " + e.getOriginalMessage()));
    }
    return answer(request, tools);
  }

  private Optional<String> answer(JsonNode request, Toolbox tools) {
    JsonNode id = request.get("id");
    JsonNode method = request.get("method");
    boolean isWellFormed =
        request.isObject()
            && "2.0".equals(request.path("jsonrpc").textValue())
            && (id == null || id.isTextual() || id.isIntegralNumber());
    if (isWellFormed && method == null && (request.has("result") || request.has("error"))) {
      // An answer to a question that was not asked.
      return Optional.empty();
    }
    if (!isWellFormed || method == null || !method.isTextual()) {
      return Optional.of(
          error(
              id != null && id.isValueNode() ? id : null,
              RpcError.REQUEST,
              "The message is not a request of JSON-RPC 2.0: an object with \"jsonrpc\", \"id\" and"
                  + " \"method\"."));
    }
    if (id == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(result(id, called(method.textValue(), request.path("params"), tools)));
    } catch (RpcException e) {
      return Optional.of(error(id, e.error(), String.valueOf(e.getMessage())));
    }
  }

  private ObjectNode called(String method, JsonNode params, Toolbox tools) {
    return switch (method) {
      case "initialize" -> initialize(params);
      case "ping" -> JSON.objectNode();
      case "tools/list" -> list(tools);
      case "tools/call" -> call(params, tools);
      default ->
          throw new RpcException(RpcError.METHOD, "There is no method \"" + method + "\" here.");
    };
  }

  private ObjectNode initialize(JsonNode params) {
    String offered = params.path("protocolVersion").asText();
    ObjectNode result = JSON.objectNode();
    result.put("protocolVersion", VERSIONS.contains(offered) ? offered : VERSIONS.getLast());
    result.putObject("capabilities").putObject("tools").put("listChanged", false);
    result
        .putObject("serverInfo")
        .put("name", "omnigraph")
        .put("title", "OmniGraph")
        .put("version", version);
    result.put(
        "instructions",
        "A typed, versioned property graph. What you write goes to a branch of your own, which a"
            + " person merges; the answer of a write names it. Begin with the tool `schema`, if"
            + " there is one.");
    return result;
  }

  private static ObjectNode list(Toolbox tools) {
    ObjectNode result = JSON.objectNode();
    ArrayNode all = result.putArray("tools");
    try {
      tools.tools().forEach(tool -> all.add(tool.json()));
    } catch (GraphException e) {
      throw failed(e);
    }
    return result;
  }

  /** A failure is a result of the tool: an agent reads it, and tries again. */
  private static ObjectNode call(JsonNode params, Toolbox tools) {
    JsonNode name = params.path("name");
    JsonNode arguments = params.has("arguments") ? params.get("arguments") : JSON.objectNode();
    if (!name.isTextual() || !arguments.isObject()) {
      throw new RpcException(
          RpcError.PARAMS, "A call has a \"name\", and \"arguments\" that are an object.");
    }
    String text;
    boolean failed = false;
    try {
      text = tools.call(name.textValue(), new ToolArguments((ObjectNode) arguments));
    } catch (GraphException e) {
      requireGraph(e);
      text = ErrorBody.of(e).text();
      failed = true;
    }
    ObjectNode result = JSON.objectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    if (!failed) {
      result.set("structuredContent", parsed(text));
    }
    result.put("isError", failed);
    return result;
  }

  private static RpcException failed(GraphException e) {
    requireGraph(e);
    return new RpcException(RpcError.INTERNAL, ErrorBody.of(e).text());
  }

  /** Where there is no graph, for the caller, nobody speaks the protocol. */
  private static void requireGraph(GraphException e) {
    if (e.is(ProtocolError.GRAPH_NOT_FOUND)) {
      throw e;
    }
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String result(JsonNode id, ObjectNode result) {
    return message(id).set("result", result).toString();
  }

  private static String error(@Nullable JsonNode id, RpcError error, String message) {
    ObjectNode answer = message(id == null ? JSON.nullNode() : id);
    answer.putObject("error").put("code", error.code()).put("message", message);
    return answer.toString();
  }

  private static ObjectNode message(JsonNode id) {
    ObjectNode message = JSON.objectNode();
    message.put("jsonrpc", "2.0");
    message.set("id", id);
    return message;
  }
}

package dev.omnigraph.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.schema.JsonMistake;
import dev.omnigraph.wire.ErrorBody;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages of the Model Context Protocol, each by itself: nothing is kept between two
 * messages, so any process can answer the next one.
 *
 * <p>Speaks the version in which each message says by itself what it is, and those that begin with
 * {@code initialize}; there, an agent that offers another one is answered with the newest of them.
 * Which of both a message belongs to, it says itself, see {@link Envelope}.
 */
public final class McpServer {
  /** Those with a handshake, oldest first; the one before takes several messages at once. */
  static final List<String> VERSIONS = List.of("2025-06-18", "2025-11-25");

  /** The one without. */
  static final String STATELESS = "2026-07-28";

  /** What is installed changes with a deployment. */
  private static final int SECONDS_OF_SERVER = 3600;

  /** Queries are stored, and rights given; what was taken away is refused by the call. */
  private static final int SECONDS_OF_TOOLS = 60;

  /** Members that are objects where a message has them. */
  private static final List<String> OBJECTS = List.of("params", "result", "error");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
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
    try {
      return answer(read(message), tools).map(ObjectNode::toString);
    } catch (RpcException e) {
      return Optional.of(error(null, e).toString());
    }
  }

  /** Every version that is spoken, oldest first. */
  static List<String> allVersions() {
    return Stream.concat(VERSIONS.stream(), Stream.of(STATELESS)).toList();
  }

  /**
   * Reads a message.
   *
   * @throws RpcException if it is not JSON
   */
  static JsonNode read(String message) {
    JsonNode read;
    try {
      read = MAPPER.readTree(message);
    } catch (JsonProcessingException e) {
      throw new RpcException(
          RpcError.PARSE,
          "The message is not one JSON value: %s.".formatted(JsonMistake.reason(e)));
    }
    if (read.isMissingNode()) {
      throw new RpcException(RpcError.PARSE, "The message is not one JSON value: it is empty.");
    }
    return read;
  }

  /** As above, of a message that was read. */
  Optional<ObjectNode> answer(JsonNode request, Toolbox tools) {
    JsonNode id = request.get("id");
    JsonNode method = request.get("method");
    JsonNode params = request.path("params");
    boolean isWellFormed =
        request.isObject()
            && "2.0".equals(request.path("jsonrpc").textValue())
            && OBJECTS.stream().allMatch(name -> !request.has(name) || request.get(name).isObject())
            && (id == null || idOf(request) != null);
    if (isWellFormed && method == null && (request.has("result") || request.has("error"))) {
      // An answer to a question that was not asked.
      return Optional.empty();
    }
    if (!isWellFormed || method == null || !method.isTextual()) {
      return Optional.of(
          error(
              idOf(request),
              new RpcException(
                  RpcError.REQUEST,
                  "The message is not a request of JSON-RPC 2.0: an object with `jsonrpc`, `id` and"
                      + " `method`.")));
    }
    if (!method.textValue().startsWith("tools/")) {
      // To a stranger it is as if there were no graph, whatever is asked; tools find that out.
      tools.require();
    }
    if (id == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(result(id, called(method.textValue(), params, tools)));
    } catch (RpcException e) {
      return Optional.of(error(id, e));
    }
  }

  /** The id of a message, if it is one. */
  static @Nullable JsonNode idOf(JsonNode message) {
    JsonNode id = message.get("id");
    return id != null && (id.isTextual() || id.isIntegralNumber()) ? id : null;
  }

  private ObjectNode called(String method, JsonNode params, Toolbox tools) {
    if (Envelope.version(params).isPresent()) {
      Envelope.require(params);
      return Envelope.complete(stateless(method, params, tools), product());
    }
    return switch (method) {
      case "initialize" -> initialize(params);
      case "ping" -> JSON.objectNode();
      case "tools/list" -> list(tools);
      case "tools/call" -> call(params, tools);
      default -> throw unknown(method);
    };
  }

  private static ObjectNode stateless(String method, JsonNode params, Toolbox tools) {
    return switch (method) {
      case "server/discover" -> Envelope.kept(discover(), SECONDS_OF_SERVER);
      case "tools/list" -> Envelope.kept(list(tools), SECONDS_OF_TOOLS);
      case "tools/call" -> call(params, tools);
      default -> throw unknown(method);
    };
  }

  private static RpcException unknown(String method) {
    return new RpcException(RpcError.METHOD, "There is no method \"" + method + "\" here.");
  }

  private static ObjectNode discover() {
    ObjectNode result = JSON.objectNode();
    ArrayNode versions = result.putArray("supportedVersions");
    allVersions().forEach(versions::add);
    return introduced(result);
  }

  private ObjectNode initialize(JsonNode params) {
    String offered = params.path("protocolVersion").asText();
    ObjectNode result = JSON.objectNode();
    result.put("protocolVersion", VERSIONS.contains(offered) ? offered : VERSIONS.getLast());
    result.set("serverInfo", product());
    return introduced(result);
  }

  private ObjectNode product() {
    return JSON.objectNode()
        .put("name", "omnigraph")
        .put("title", "OmniGraph")
        .put("version", version);
  }

  /** With what there is here, and how to begin. */
  private static ObjectNode introduced(ObjectNode result) {
    result.putObject("capabilities").putObject("tools").put("listChanged", false);
    return result.put(
        "instructions",
        "A typed, versioned property graph. What you write goes to a branch of your own, which a"
            + " person merges; the answer of a write names it. Begin with the tool `schema`, if"
            + " there is one.");
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

  /** A failure of a tool is its result: an agent reads it, and tries again. */
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
      if (e.is(McpError.UNKNOWN_TOOL)) {
        throw new RpcException(
            RpcError.PARAMS, e.getMessage() + " " + e.nextStep(), parsed(ErrorBody.of(e).text()));
      }
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

  private static ObjectNode parsed(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode result(JsonNode id, ObjectNode result) {
    return message(id).set("result", result);
  }

  /**
   * @param id of the request, if it could be read
   */
  static ObjectNode error(@Nullable JsonNode id, RpcException e) {
    ObjectNode answer = message(id == null ? JSON.nullNode() : id);
    ObjectNode error = answer.putObject("error");
    error.put("code", e.error().code()).put("message", e.getMessage());
    e.data().ifPresent(data -> error.set("data", data));
    return answer;
  }

  private static ObjectNode message(JsonNode id) {
    ObjectNode message = JSON.objectNode();
    message.put("jsonrpc", "2.0");
    message.set("id", id);
    return message;
  }
}

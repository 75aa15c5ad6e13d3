package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a version without handshake says of itself, in {@code params._meta}; and what
 * every answer to it says.
 */
final class Envelope {
  private static final String PREFIX = "io.modelcontextprotocol/";
  private static final String VERSION = PREFIX + "protocolVersion";
  private static final String CAPABILITIES = PREFIX + "clientCapabilities";
  private static final String SERVER = PREFIX + "serverInfo";

  private Envelope() {}

  /** The version that a message names; empty for one of a version with a handshake. */
  static Optional<JsonNode> version(JsonNode params) {
    return Optional.ofNullable(params.path("_meta").get(VERSION));
  }

  /**
   * Refuses a message that says too little of itself, or that has another version.
   *
   * @throws RpcException what is wrong
   */
  static void require(JsonNode params) {
    JsonNode version = version(params).orElse(null);
    if (version == null || !version.isTextual()) {
      throw missing(VERSION, "a text");
    }
    if (!McpServer.STATELESS.equals(version.textValue())) {
      throw RpcException.ofVersion(version.textValue());
    }
    if (!params.path("_meta").path(CAPABILITIES).isObject()) {
      throw missing(CAPABILITIES, "an object");
    }
  }

  private static RpcException missing(String key, String kind) {
    return new RpcException(
        RpcError.PARAMS, "The member \"%s\" of `params._meta` is %s.".formatted(key, kind));
  }

  /** Ends an answer. */
  static ObjectNode complete(ObjectNode result, ObjectNode server) {
    result.put("resultType", "complete");
    result.putObject("_meta").set(SERVER, server);
    return result;
  }

  /**
   * Says how long an agent may keep an answer, which is for nobody else.
   *
   * @param seconds that it is taken to be right for
   */
  static ObjectNode kept(ObjectNode result, int seconds) {
    return result.put("ttlMs", seconds * 1000).put("cacheScope", "private");
  }

  /** Whether a header, absent as null, says what the message says. */
  static boolean agree(@Nullable String header, JsonNode said) {
    return said.isTextual() && said.textValue().equals(header);
  }
}

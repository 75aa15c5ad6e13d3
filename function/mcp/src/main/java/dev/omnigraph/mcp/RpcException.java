package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message that is not answered with a result. */
final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RpcError error;
  private final transient @Nullable ObjectNode data;

  RpcException(RpcError error, String message) {
    this(error, message, null);
  }

  RpcException(RpcError error, String message, @Nullable ObjectNode data) {
    super(message);
    this.error = error;
    this.data = data;
  }

  /** A version that is not spoken here; an agent goes on with one of those that are. */
  static RpcException ofVersion(String requested) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode supported = data.putArray("supported");
    McpServer.allVersions().forEach(supported::add);
    data.put("requested", requested);
    return new RpcException(
        RpcError.VERSION,
        "The version \"%s\" of the protocol is not spoken here.".formatted(requested),
        data);
  }

  RpcError error() {
    return error;
  }

  Optional<ObjectNode> data() {
    return Optional.ofNullable(data);
  }
}

package dev.omnigraph.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the Model Context Protocol as bodies of HTTP requests. Headers repeat what a message
 * says, for those on the way who do not read it; one that says otherwise is refused, since somebody
 * may have let it pass for what its headers say.
 */
public final class McpOverHttp {
  private static final String CALL = "tools/call";
  private static final Pattern PLAIN = Pattern.compile("[!-~]([ -~]*[!-~])?");
  private static final String BEGIN = "=?base64?";
  private static final String END = "?=";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int WRONG = 400;
  private static final int ABSENT = 404;

  private final McpServer server;

  /** Of the server that knows what messages mean. */
  public McpOverHttp(McpServer server) {
    this.server = server;
  }

  /**
   * A message with the headers that are about it.
   *
   * @param version {@code MCP-Protocol-Version}
   * @param method {@code Mcp-Method}
   * @param name {@code Mcp-Name}
   */
  public record Request(
      String body, @Nullable String version, @Nullable String method, @Nullable String name) {

    /** A message with the headers that are sent with it; none, if it has no version in itself. */
    public static Request of(String body) {
      JsonNode message;
      try {
        message = McpServer.read(body);
      } catch (RpcException e) {
        return new Request(body, null, null, null);
      }
      JsonNode params = message.path("params");
      String version = Envelope.version(params).map(JsonNode::textValue).orElse(null);
      String method = message.path("method").textValue();
      if (version == null || method == null) {
        return new Request(body, null, null, null);
      }
      String name = method.equals(CALL) ? params.path("name").textValue() : null;
      return new Request(body, version, method, name == null ? null : encoded(name));
    }
  }

  /**
   * @param body JSON; a message that asks nothing is answered without
   */
  public record Answer(int status, Optional<String> body) {}

  /**
   * Answers a message.
   *
   * @throws dev.omnigraph.error.GraphException as {@link McpServer#answer} does
   */
  public Answer answer(Request request, Toolbox tools) {
    JsonNode message;
    try {
      message = McpServer.read(request.body());
    } catch (RpcException e) {
      return refused(null, e);
    }
    try {
      require(request, message);
    } catch (RpcException e) {
      return refused(McpServer.idOf(message), e);
    }
    return server
        .answer(message, tools)
        .map(answer -> new Answer(status(request, answer), Optional.of(answer.toString())))
        .orElseGet(() -> new Answer(ACCEPTED, Optional.empty()));
  }

  private static Answer refused(@Nullable JsonNode id, RpcException e) {
    return new Answer(WRONG, Optional.of(McpServer.error(id, e).toString()));
  }

  private static void require(Request request, JsonNode message) {
    String version = request.version();
    if (version != null && !McpServer.allVersions().contains(version)) {
      throw RpcException.ofVersion(version);
    }
    boolean isRequest = message.has("method") && message.has("id");
    JsonNode params = message.path("params");
    JsonNode said = Envelope.version(params).orElse(null);
    if (!isRequest || (said == null && !McpServer.STATELESS.equals(version))) {
      return;
    }
    if (said == null) {
      Envelope.require(params);
      return;
    }
    if (!Envelope.agree(version, said)) {
      throw mismatch("MCP-Protocol-Version");
    }
    if (!Envelope.agree(request.method(), message.path("method"))) {
      throw mismatch("Mcp-Method");
    }
    if (CALL.equals(request.method())
        && params.path("name").isTextual()
        && !Envelope.agree(decoded(request.name()), params.path("name"))) {
      throw mismatch("Mcp-Name");
    }
  }

  private static RpcException mismatch(String header) {
    return new RpcException(
        RpcError.HEADERS, "The header `%s` does not say what the message says.".formatted(header));
  }

  /** The other way around of {@link #decoded}. */
  private static String encoded(String value) {
    return PLAIN.matcher(value).matches() && !value.startsWith(BEGIN)
        ? value
        : BEGIN + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + END;
  }

  /** A value that a header cannot hold is sent in Base64. */
  private static @Nullable String decoded(@Nullable String header) {
    if (header == null || !header.startsWith(BEGIN) || !header.endsWith(END)) {
      return header;
    }
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(header.substring(BEGIN.length(), header.length() - END.length()));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }

  /** What is a request is answered with 200 by versions with a handshake, even where it fails. */
  private static int status(Request request, ObjectNode answer) {
    int code = answer.path("error").path("code").asInt();
    if (code == RpcError.REQUEST.code()) {
      return WRONG;
    }
    if (!McpServer.STATELESS.equals(request.version())) {
      return OK;
    }
    return code == RpcError.METHOD.code() ? ABSENT : code == RpcError.PARAMS.code() ? WRONG : OK;
  }
}

package dev.omnigraph.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** HTTP requests as a function URL, or an HTTP API with payload format 2.0, hands them on. */
public final class FunctionUrl {
  private FunctionUrl() {}

  /**
   * The event of a request.
   *
   * @param target path and query
   * @param headers in any case
   * @param actor ARN of the IAM caller; empty when there is no authorizer
   */
  public static String event(
      String method, String target, Map<String, String> headers, byte[] body, String actor) {
    String[] parts = target.split("\\?", 2);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "2.0").put("routeKey", "$default");
    event.put("rawPath", parts[0]).put("rawQueryString", parts.length > 1 ? parts[1] : "");
    ObjectNode all = event.putObject("headers").put("host", "id.lambda-url.us-east-1.on.aws");
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    ObjectNode context = event.putObject("requestContext").put("accountId", "1");
    context.put("requestId", "1").put("stage", "$default").put("timeEpoch", 1767225600000L);
    context
        .putObject("http")
        .put("method", method)
        .put("path", parts[0])
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "203.0.113.1")
        .put("userAgent", "test");
    if (!actor.isEmpty()) {
      context.putObject("authorizer").putObject("iam").put("userArn", actor);
    }
    if (body.length > 0) {
      body(event, body);
    } else {
      event.put("isBase64Encoded", false);
    }
    return event.toString();
  }

  /** What is no text travels as Base64. */
  private static void body(ObjectNode event, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    boolean isText = java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body);
    event.put("body", isText ? text : Base64.getEncoder().encodeToString(body));
    event.put("isBase64Encoded", !isText);
  }
}

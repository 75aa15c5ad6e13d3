package dev.omnigraph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.omnigraph.testkit.S3Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The policies of the Terraform module, decided as AWS does: a request needs a statement of its
 * role that allows it, and no statement of the role or the bucket that denies it. Refuses to read
 * what it does not know, rather than to guess.
 */
final class AccessPolicies {
  static final String BUCKET = "town-graphs-123456789012-eu-central-1";

  /** The policies as the module's own tests have seen them. */
  private static final Path FOLDER = Path.of("../../terraform/tests");

  private final JsonNode policies;

  private AccessPolicies(String file) {
    try {
      policies = new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the module gives them by default, with a reader. */
  static AccessPolicies usual() {
    return new AccessPolicies("policies.json");
  }

  /** Where graphs are made and deleted over HTTP. */
  static AccessPolicies withGraphs() {
    return new AccessPolicies("policies-graphs.json");
  }

  /** Whether S3 would do it; an administrator has every right that the bucket does not deny. */
  boolean allow(String role, S3Request request) {
    String action = action(request);
    String resource =
        "arn:aws:s3:::" + BUCKET + (action.equals("s3:ListBucket") ? "" : "/" + request.key());
    String principal = "arn:aws:iam::123456789012:role/town-" + role;
    Map<String, String> context = context(request, action, principal);
    List<JsonNode> own = statements(policies.path(role));
    return (role.equals("admin")
            || own.stream().anyMatch(it -> applies(it, "Allow", action, resource, context)))
        && own.stream().noneMatch(it -> applies(it, "Deny", action, resource, context))
        && statements(policies.path("bucket")).stream()
            .noneMatch(it -> applies(it, "Deny", action, resource, context));
  }

  private static String action(S3Request request) {
    return switch (request.operation()) {
      case "GET", "HEAD" -> "s3:GetObject";
      case "LIST" -> "s3:ListBucket";
      case "PUT", "MULTIPART-PUT", "MULTIPART-POST" -> "s3:PutObject";
      case "DELETE", "MULTI-DELETE" -> "s3:DeleteObject";
      case "MULTIPART-DELETE" -> "s3:AbortMultipartUpload";
      default -> throw new IllegalArgumentException("an unforeseen request: " + request);
    };
  }

  private static Map<String, String> context(S3Request request, String action, String principal) {
    Map<String, String> context = new TreeMap<>();
    context.put("aws:PrincipalArn", principal);
    request.header("If-None-Match").ifPresent(it -> context.put("s3:if-none-match", it));
    request.header("If-Match").ifPresent(it -> context.put("s3:if-match", it));
    if (request.query().containsKey("prefix")) {
      context.put("s3:prefix", request.query().get("prefix"));
    }
    // Neither the start of an upload in parts nor a part makes an object; the end does.
    boolean makesObject =
        action.equals("s3:PutObject")
            && !request.query().containsKey("uploads")
            && !request.query().containsKey("partNumber");
    context.put("s3:ObjectCreationOperation", String.valueOf(makesObject));
    return context;
  }

  private static boolean applies(
      JsonNode statement,
      String effect,
      String action,
      String resource,
      Map<String, String> context) {
    return statement.path("Effect").asText().equals(effect)
        && texts(statement.path("Action")).contains(action)
        && (statement.has("NotResource")
            ? texts(statement.path("NotResource")).stream().noneMatch(it -> like(it, resource))
            : texts(statement.path("Resource")).stream().anyMatch(it -> like(it, resource)))
        && statement.path("Condition").properties().stream()
            .allMatch(operator -> holds(operator.getKey(), operator.getValue(), context));
  }

  private static boolean holds(String operator, JsonNode keys, Map<String, String> context) {
    return keys.properties().stream()
        .allMatch(
            entry -> {
              String found = context.get(entry.getKey());
              List<String> wanted = texts(entry.getValue());
              return switch (operator) {
                case "Null" -> wanted.equals(List.of(String.valueOf(found == null)));
                case "Bool" -> wanted.contains(found);
                case "ArnNotEquals" -> !wanted.contains(found);
                case "StringLikeIfExists" ->
                    found == null || wanted.stream().anyMatch(it -> like(it, found));
                default -> throw new IllegalArgumentException("an unknown operator: " + operator);
              };
            });
  }

  /** A star matches any text, a question mark any character; both also a slash. */
  private static boolean like(String pattern, String text) {
    String regex =
        pattern
            .chars()
            .mapToObj(
                c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString((char) c)))
            .collect(Collectors.joining());
    return text.matches("(?s)" + regex);
  }

  private static List<JsonNode> statements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> texts(JsonNode oneOrMore) {
    if (!oneOrMore.isArray()) {
      return List.of(oneOrMore.asText());
    }
    List<String> texts = new ArrayList<>();
    oneOrMore.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}

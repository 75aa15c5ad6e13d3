package dev.omnigraph.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.ErrorCode;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A failure that the server tells of, as if it had happened here. */
final class ServerFailure {
  private ServerFailure() {}

  /** A code of the server, which may be newer than this program. */
  private record Code(String text, ErrorKind kind, @Nullable String nextStep) implements ErrorCode {
    @Override
    public String name() {
      return text.toUpperCase(Locale.ROOT);
    }

    @Override
    public Entry entry() {
      return new Entry(kind, text, nextStep);
    }
  }

  static boolean isOne(JsonNode json) {
    return json.path("code").isTextual() && json.path("error").isTextual();
  }

  static GraphException of(int status, JsonNode json, Map<String, String> files, Proof proof) {
    String code = json.path("code").asText();
    String next = status == 401 ? access(proof) : text(json.path("next_step"));
    return GraphException.of(
            new Code(code, kind(status, code), next), renamed(json.path("error").asText(), files))
        .with(Reading.members(renamed(json.path("details").deepCopy(), files)))
        .build();
  }

  /** What to do when it is not accepted who calls. */
  static String access(Proof proof) {
    return switch (proof) {
      case Proof.None none -> String.valueOf(RemoteError.ACCESS_REFUSED.nextStep());
      case Proof.Token token -> "Check that the token is whole, not expired and not revoked.";
      case Proof.Iam iam ->
          "Check that the AWS identity may call the API; `aws sts get-caller-identity` shows it.";
    };
  }

  private static ErrorKind kind(int status, String code) {
    return switch (status) {
      case 401, 403 -> ErrorKind.FORBIDDEN;
      case 404 -> ErrorKind.NOT_FOUND;
      case 409 -> ErrorKind.CONFLICT;
      case 410 -> ErrorKind.GONE;
      case 412 -> ErrorKind.PRECONDITION;
      case 413, 414, 431 -> ErrorKind.TOO_LARGE;
      case 429, 502, 503, 504 -> ErrorKind.UNAVAILABLE;
      case 500 -> code.equals("outcome_unknown") ? ErrorKind.UNKNOWN_OUTCOME : ErrorKind.INTERNAL;
      default -> ErrorKind.INVALID;
    };
  }

  /** {@code query:1:5: …} as {@code flights.gq:1:5: …}. */
  private static String renamed(String message, Map<String, String> files) {
    String named = message;
    for (Map.Entry<String, String> file : files.entrySet()) {
      named =
          Pattern.compile("(?m)^" + Pattern.quote(file.getKey()) + ":")
              .matcher(named)
              .replaceAll(Matcher.quoteReplacement(file.getValue() + ":"));
    }
    return named;
  }

  /** Members {@code file} with the files that texts came from. */
  private static JsonNode renamed(JsonNode details, Map<String, String> files) {
    for (JsonNode holder : details.findParents("file")) {
      String file = files.get(holder.path("file").asText());
      if (file != null && holder instanceof ObjectNode object) {
        object.put("file", file);
      }
    }
    return details;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}

package dev.omnigraph.caller;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The document of tokens. Read strictly: a member that is misspelt would be an expiry that is not
 * there.
 */
final class TokensJson {
  private static final Set<String> MEMBERS =
      Set.of("name", "sha256", "groups", "expires", "created", "created_by");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TokensJson() {}

  static ApiTokens read(String json) {
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw invalid("It is not JSON");
    }
    if (!tree.path("tokens").isArray() || tree.size() != 1) {
      throw invalid("It is not an object with one member, a list of `tokens`");
    }
    List<ApiToken> tokens = new ArrayList<>();
    for (JsonNode entry : tree.path("tokens")) {
      tokens.add(token(entry));
    }
    return new ApiTokens(tokens);
  }

  private static ApiToken token(JsonNode entry) {
    if (!entry.isObject()) {
      throw invalid("A token is not an object");
    }
    for (String member : (Iterable<String>) entry::fieldNames) {
      if (!MEMBERS.contains(member)) {
        throw invalid("A token has the member \"" + member + "\", which tokens do not have");
      }
    }
    Set<String> groups = new HashSet<>();
    if (entry.has("groups") && !entry.path("groups").isArray()) {
      throw invalid("\"groups\" is not a list");
    }
    for (JsonNode group : entry.path("groups")) {
      groups.add(text(group, "groups"));
    }
    return new ApiToken(
        text(entry.path("name"), "name"),
        text(entry.path("sha256"), "sha256"),
        groups,
        time(entry, "expires"),
        time(entry, "created"),
        entry.has("created_by")
            ? Optional.of(text(entry.path("created_by"), "created_by"))
            : Optional.empty());
  }

  private static String text(JsonNode value, String member) {
    if (!value.isTextual()) {
      throw invalid("\"" + member + "\" of a token is missing or not a text");
    }
    return value.textValue();
  }

  private static Optional<Instant> time(JsonNode entry, String member) {
    if (!entry.has(member)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text(entry.path(member), member)));
    } catch (DateTimeException e) {
      throw invalid("\"" + member + "\" of a token is not a time such as 2027-01-31T00:00:00Z");
    }
  }

  static String write(ApiTokens tokens) {
    ObjectNode tree = JSON.createObjectNode();
    ArrayNode list = tree.putArray("tokens");
    for (ApiToken token : tokens.tokens()) {
      ObjectNode entry = list.addObject();
      entry.put("name", token.name()).put("sha256", token.sha256());
      ArrayNode groups = entry.putArray("groups");
      token.groups().forEach(groups::add);
      token.expires().ifPresent(time -> entry.put("expires", time.toString()));
      token.created().ifPresent(time -> entry.put("created", time.toString()));
      token.createdBy().ifPresent(by -> entry.put("created_by", by));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GraphException invalid(String what) {
    return GraphException.of(CallerError.TOKENS_INVALID, "The list of API tokens: " + what + ".")
        .build();
  }
}

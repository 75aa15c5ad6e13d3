package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that a test runs, and what is expected of it.
 *
 * @param query its name; null where there is one only
 * @param params the values of its parameters, an object
 * @param expect the rows of its answer; null where they are not known yet
 * @param ordered whether they come in that order; null where the query says whether they do
 * @param error the code of the error that is expected instead; null where none is
 */
record TestStep(
    @Nullable String query,
    JsonNode params,
    @Nullable JsonNode expect,
    @Nullable Boolean ordered,
    @Nullable String error) {
  private static final List<String> MEMBERS =
      List.of("query", "params", "expect", "ordered", "error");

  /** Of which nothing is known but its name. */
  static TestStep of(String query) {
    return new TestStep(query, JsonNodeFactory.instance.objectNode(), null, null, null);
  }

  /**
   * @param file its name in messages
   * @throws GraphException {@code test_malformed}
   */
  static TestStep read(String file, JsonNode json) {
    if (!json.isObject()) {
      throw malformed(file, "a test is an object, or a list of objects");
    }
    for (String member : (Iterable<String>) json::fieldNames) {
      if (!MEMBERS.contains(member)) {
        throw malformed(
            file,
            "a test has no member \"%s\". %s"
                .formatted(member, Suggestions.help(member, MEMBERS, "members")));
      }
    }
    JsonNode params = json.path("params");
    JsonNode expect = json.get("expect");
    JsonNode ordered = json.get("ordered");
    if (!params.isMissingNode() && !params.isObject()) {
      throw malformed(file, "`params` is an object: the values of the parameters by their names");
    }
    if (expect != null && (!expect.isArray() || !all(expect))) {
      throw malformed(file, "`expect` is a list of rows, which are objects");
    }
    if (ordered != null && !ordered.isBoolean()) {
      throw malformed(file, "`ordered` is true or false");
    }
    String error = text(file, json, "error");
    if (error != null && expect != null) {
      throw malformed(file, "either rows or an error can be expected, and not both");
    }
    return new TestStep(
        text(file, json, "query"),
        params.isObject() ? params : JsonNodeFactory.instance.objectNode(),
        expect,
        ordered == null ? null : ordered.booleanValue(),
        error);
  }

  private static boolean all(JsonNode rows) {
    for (JsonNode row : rows) {
      if (!row.isObject()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String text(String file, JsonNode json, String member) {
    JsonNode value = json.get(member);
    if (value != null && !value.isTextual()) {
      throw malformed(file, "`%s` is a text".formatted(member));
    }
    return value == null ? null : value.textValue();
  }

  static GraphException malformed(String file, String why) {
    return GraphException.of(CliError.TEST_MALFORMED, "%s: %s".formatted(file, why)).build();
  }

  /** The same, expecting what was answered. */
  TestStep expecting(JsonNode rows) {
    return new TestStep(query, params, rows, ordered, error);
  }

  /** As a file has it, a row a line. */
  String text(String indent) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    StringBuilder text = new StringBuilder("{");
    if (query != null) {
      json.put("query", query);
    }
    if (!params.isEmpty()) {
      json.set("params", params);
    }
    if (ordered != null) {
      json.put("ordered", ordered);
    }
    if (error != null) {
      json.put("error", error);
    }
    json.properties()
        .forEach(
            member ->
                text.append('\n')
                    .append(indent)
                    .append("  \"")
                    .append(member.getKey())
                    .append("\": ")
                    .append(member.getValue())
                    .append(','));
    if (expect != null) {
      text.append('\n').append(indent).append("  \"expect\": [");
      String comma = "";
      for (JsonNode row : expect) {
        text.append(comma).append('\n').append(indent).append("    ").append(row);
        comma = ",";
      }
      text.append(expect.isEmpty() ? "]" : "\n" + indent + "  ]");
    } else if (text.charAt(text.length() - 1) == ',') {
      text.setLength(text.length() - 1);
    }
    return text.append('\n').append(indent).append('}').toString();
  }
}

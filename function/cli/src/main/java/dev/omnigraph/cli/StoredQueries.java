package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.stored.StoredError;
import dev.omnigraph.wire.ApplyJson;
import java.util.List;
import java.util.stream.Collectors;

/** The stored queries of a state, as far as the caller may know of them. */
record StoredQueries(Answer answer) {
  static StoredQueries in(Reach graph, ReadAt at) {
    return new StoredQueries(
        graph.call(
            (here, meter) -> ApplyJson.queries(here.queries(at)),
            ApiRequest.get("queries").at(at)));
  }

  /**
   * One of them.
   *
   * @throws GraphException {@code stored_query_not_found}
   */
  JsonNode one(String name) {
    List<JsonNode> all = answer.list("queries");
    return all.stream()
        .filter(query -> query.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                GraphException.of(
                        StoredError.STORED_QUERY_NOT_FOUND,
                        "There is no stored query `%s`.".formatted(name))
                    .next(
                        Suggestions.closest(
                                name, all.stream().map(each -> each.path("name").asText()).toList())
                            .map("Did you mean `%s`?"::formatted)
                            .orElse(StoredError.STORED_QUERY_NOT_FOUND.nextStep()))
                    .with("query", name)
                    .build());
  }

  /** What a query takes, of which nothing but its types is known. */
  static List<Parameter> parameters(JsonNode query) {
    String head = "query q(" + signature(query) + ") { return { 1 as one } }";
    return QueryCompiler.parameters(head, query.path("name").asText()).getOrDefault("q", List.of());
  }

  /** {@code $iata: String, $state: String?}. */
  static String signature(JsonNode query) {
    return Answer.elements(query.path("parameters")).stream()
        .map(
            each ->
                "$%s: %s%s"
                    .formatted(
                        each.path("name").asText(),
                        each.path("type").asText(),
                        each.path("required").asBoolean() ? "" : "?"))
        .collect(Collectors.joining(", "));
  }
}

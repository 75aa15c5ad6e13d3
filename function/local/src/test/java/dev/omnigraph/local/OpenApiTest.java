package dev.omnigraph.local;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.omnigraph.api.Routes;
import dev.omnigraph.api.Routes.Route;
import dev.omnigraph.manifest.CommitKind;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document itself; that answers are as it says is held by {@link Contract} in other tests. */
@QuarkusTest
class OpenApiTest {
  private JsonNode document = MissingNode.getInstance();

  @BeforeEach
  void read() {
    document = Contract.document();
  }

  @Test
  void theDocumentIsJsonAndNamesTheProduct() {
    assertThat(get("/openapi.json").contentType()).startsWith("application/json");
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/info/version").asText()).isEqualTo(version());
    assertThat(document.at("/info/license/identifier").asText()).isEqualTo("Apache-2.0");
  }

  @Test
  void itHasExactlyTheRoutesAndParametersThatAreAnswered() {
    List<String> described = new ArrayList<>();
    operations()
        .forEach(
            o ->
                described.add(
                    "%s %s %s"
                        .formatted(o.method(), o.path(), new TreeSet<>(o.parameters("query")))));

    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Routes.all().stream().map(OpenApiTest::described).toList());
  }

  @Test
  void operationsAreNamedAsMethodsOfAClientAre() {
    assertThat(operations().stream().map(o -> o.node().path("operationId").asText()))
        .containsExactlyInAnyOrder(
            "getHealth",
            "getVersion",
            "getOpenApi",
            "listGraphs",
            "createGraph",
            "deleteGraph",
            "runQuery",
            "handOverQuery",
            "runMutation",
            "mergeBranch",
            "revertCommit",
            "cherryPickCommit",
            "restoreBranch",
            "loadLines",
            "exportGraph",
            "handOverExport",
            "readFeed",
            "listHolds",
            "retainCommit",
            "releaseHold",
            "getBlob",
            "putBlob",
            "getSchema",
            "applySchema",
            "planSchema",
            "listStoredQueries",
            "storeQueries",
            "callStoredQuery",
            "getAccess",
            "getPolicy",
            "putPolicy",
            "apply",
            "sendMcpMessage",
            "getSnapshot",
            "listBranches",
            "createBranch",
            "getBranch",
            "deleteBranch",
            "listCommits",
            "getCommit",
            "getCommitChanges",
            "diffStates");
  }

  @Test
  void everyOperationSaysHowItFailsInTheOneShape() {
    assertThat(operations())
        .allSatisfy(
            operation ->
                operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(
                        response -> {
                          if (!Set.of("200", "201", "202", "206", "304")
                              .contains(response.getKey())) {
                            assertThat(
                                    resolved(response.getValue())
                                        .at("/content/application~1json/schema/$ref")
                                        .asText())
                                .as(operation + " " + response.getKey())
                                .isIn(failures(operation));
                          }
                        }));
    assertThat(operations())
        .allSatisfy(o -> assertThat(o.node().at("/responses/default").isMissingNode()).isFalse());
  }

  /** A message of JSON-RPC that fails is answered with one. */
  private static Set<String> failures(Described operation) {
    String error = "#/components/schemas/Error";
    return operation.path().endsWith("/mcp")
        ? Set.of(error, "#/components/schemas/McpFailure")
        : Set.of(error);
  }

  @Test
  void whatMaySucceedLaterSaysWhen() {
    assertThat(document.at("/components/responses/Unavailable/headers/Retry-After").isObject())
        .isTrue();
    assertThat(document.at("/components/responses/TooMany/headers/Retry-After").isObject())
        .isTrue();
    assertThat(operations().stream().filter(o -> o.node().path("responses").has("429")))
        .extracting(o -> o.node().path("operationId").asText())
        .containsExactlyInAnyOrder(
            "runQuery",
            "handOverQuery",
            "callStoredQuery",
            "runMutation",
            "sendMcpMessage",
            "readFeed",
            "loadLines",
            "exportGraph",
            "handOverExport");
  }

  @Test
  void whatIsWrittenMayExpectAState() {
    assertThat(operations().stream().filter(o -> o.node().path("responses").has("412")))
        .extracting(o -> o.node().path("operationId").asText())
        .containsExactlyInAnyOrder(
            "runMutation",
            "mergeBranch",
            "revertCommit",
            "cherryPickCommit",
            "restoreBranch",
            "loadLines",
            "getBlob",
            "putBlob",
            "applySchema",
            "storeQueries",
            "callStoredQuery",
            "putPolicy",
            "apply",
            "deleteBranch");
  }

  @Test
  void everyFieldOfAnAnswerIsRequiredButWhatIsSentWhenThereIsSomething() {
    Set<String> optional = new TreeSet<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (!schema.getKey().endsWith("Request")) {
                Set<String> required = new TreeSet<>();
                schema.getValue().path("required").forEach(name -> required.add(name.asText()));
                schema
                    .getValue()
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!required.contains(name)) {
                            optional.add(schema.getKey() + "." + name);
                          }
                        });
              }
            });

    assertThat(optional)
        .containsExactlyInAnyOrder(
            "Error.next_step",
            "QueryAnswer.explanation",
            "QueryAnswer.next",
            "MergeAnswer.branch_deleted",
            "MergeAnswer.conflicts_next",
            "PickAnswer.conflicts_next",
            "MergeConflict.property",
            "MergeResolution.take",
            "MergeResolution.values",
            "StoredQuery.columns",
            "StoredQuery.description",
            "McpMessage.id",
            "McpMessage.method",
            "McpMessage.params",
            "McpMessage.result",
            "McpMessage.error");
  }

  @Test
  void aCommitIsOfAnyKindThatThereIs() {
    assertThat(document.at("/components/schemas/Commit/properties/kind/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CommitKind.values()).map(CommitKind::text).toList());
  }

  @Test
  void commitAndTimeExcludeEachOther() {
    Contract contract = Contract.ofServer();

    assertThat(contract.fits("QueryRequest", "{\"query\": \"q\", \"commit\": \"c\"}")).isTrue();
    assertThat(
            contract.fits(
                "QueryRequest",
                "{\"query\": \"q\", \"commit\": null, \"as_of\": \"2026-01-31T12:00:00Z\"}"))
        .isTrue();
    assertThat(
            contract.fits(
                "QueryRequest",
                "{\"query\": \"q\", \"commit\": \"c\", \"as_of\": \"2026-01-31T12:00:00Z\"}"))
        .isFalse();
    assertThat(contract.fits("QueryRequest", "{\"query\": \"q\", \"as_of\": \"yesterday\"}"))
        .isFalse();
    assertThat(contract.fits("QueryRequest", "{\"query\": \"q\", \"qurey\": \"q\"}")).isFalse();
  }

  @Test
  void theProcessSaysThatItAnswersAndInWhichVersion() {
    assertThat(Contract.get("/healthz").asString())
        .isEqualTo("{\"status\":\"ok\",\"version\":\"%s\"}".formatted(version()));
    assertThat(Contract.get("/version").asString())
        .isEqualTo("{\"name\":\"OmniGraph\",\"version\":\"%s\"}".formatted(version()));
  }

  private static String version() {
    return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
  }

  private static String described(Route route) {
    return "%s %s %s".formatted(route.method(), route.path(), new TreeSet<>(route.parameters()));
  }

  private record Described(String path, String method, JsonNode node, JsonNode document) {
    List<String> parameters(String in) {
      return StreamSupport.stream(node.path("parameters").spliterator(), false)
          .map(p -> p.has("$ref") ? document.at(p.path("$ref").asText().substring(1)) : p)
          .filter(p -> p.path("in").asText().equals(in))
          .map(p -> p.path("name").asText())
          .toList();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private List<Described> operations() {
    List<Described> all = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (!method.getKey().equals("parameters")) {
                            all.add(
                                new Described(
                                    path.getKey(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    method.getValue(),
                                    document));
                          }
                        }));
    return all;
  }

  private JsonNode resolved(JsonNode response) {
    return response.has("$ref")
        ? document.at(response.path("$ref").asText().substring(1))
        : response;
  }
}

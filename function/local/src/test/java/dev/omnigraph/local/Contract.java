package dev.omnigraph.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.omnigraph.api.Routes;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Holds every answer that a test receives against the OpenAPI document that the server sends. */
final class Contract implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;

  private Contract(JsonNode document) {
    this.document = document;
  }

  /** A request whose answer is checked. */
  static RequestSpecification given() {
    return RestAssured.given().filter(new Contract(document()));
  }

  static Response get(String path) {
    return given().get(path);
  }

  static JsonNode document() {
    return json(RestAssured.get("/openapi.json").asString());
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expected,
      FilterContext context) {
    Response answer = context.next(request, expected);
    String path = URI.create(request.getURI()).getRawPath();
    Routes.find(request.getMethod(), path)
        .map(Routes.Route::path)
        .ifPresent(route -> check(route, request.getMethod(), answer));
    return answer;
  }

  private void check(String route, String method, Response answer) {
    String status = Integer.toString(answer.statusCode());
    JsonNode responses =
        document.path("paths").path(route).path(method.toLowerCase(Locale.ROOT)).path("responses");
    JsonNode response = responses.path(responses.has(status) ? status : "default");
    JsonNode meant = resolved(response);
    meant
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (resolved(header.getValue()).path("required").asBoolean(true)) {
                assertThat(answer.header(header.getKey())).as(header.getKey()).isNotNull();
              }
            });
    String type = answer.contentType().replaceAll(";.*", "");
    if (!type.isEmpty() && !type.equals("application/json") && meant.path("content").has(type)) {
      return;
    }
    JsonNode schema = meant.path("content").path("application/json").path("schema");
    if (meant.path("content").has("*/*") || status.equals("304")) {
      return;
    }
    assertThat(schema.isObject()).as("%s %s %s is described", method, route, status).isTrue();
    assertThat(validator(schema).validate(json(answer.asString())))
        .as("%s %s %s: %s", method, route, status, answer.asString())
        .isEmpty();
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private JsonSchema validator(JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root, config);
  }

  /** Whether a value fits one of the document's schemas. */
  boolean fits(String schema, String value) {
    JsonNode ref = json("{\"$ref\": \"#/components/schemas/%s\"}".formatted(schema));
    return Set.of().equals(validator(ref).validate(json(value)));
  }

  static Contract ofServer() {
    return new Contract(document());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}

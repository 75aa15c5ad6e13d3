package dev.omnigraph.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The contract of the API. It is read when somebody asks for it: to read it at the start of a
 * process would take a third of the start.
 */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public class OpenApiResource {
  private static final String FILE = "/META-INF/openapi.yaml";

  private final Product product;

  OpenApiResource(Product product) {
    this.product = product;
  }

  @GET
  public JsonBody get() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    try (InputStream file =
        Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(FILE), FILE)) {
      JsonNode document = yaml.readTree(file);
      ((ObjectNode) document.path("info")).put("version", product.version());
      return JsonBody.of(
          json -> {
            for (var member : document.properties()) {
              json.writeFieldName(member.getKey());
              json.writeRawValue(member.getValue().toString());
            }
          });
    }
  }
}

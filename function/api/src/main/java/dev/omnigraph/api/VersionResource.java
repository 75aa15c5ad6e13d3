package dev.omnigraph.api;

import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Which version answers. */
@Path("/version")
@Produces(MediaType.APPLICATION_JSON)
public class VersionResource {
  private final Product product;

  VersionResource(Product product) {
    this.product = product;
  }

  @GET
  public JsonBody get() {
    return JsonBody.of(
        json -> {
          json.writeStringField("name", "OmniGraph");
          json.writeStringField("version", product.version());
        });
  }
}

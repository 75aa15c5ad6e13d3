package dev.omnigraph.api;

import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Whether the process answers. It asks no store: a slow store is no reason to kill a process. */
@Path("/healthz")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  private final Product product;

  HealthResource(Product product) {
    this.product = product;
  }

  @GET
  public JsonBody get() {
    return JsonBody.of(
        json -> {
          json.writeStringField("status", "ok");
          json.writeStringField("version", product.version());
        });
  }
}

package dev.omnigraph.api;

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
  public Version get() {
    return new Version("OmniGraph", product.version());
  }

  /** The product and its version. */
  public record Version(String name, String version) {}
}

package dev.omnigraph.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether the process answers. It asks no store: a slow store is no reason to kill a process. */
@Path("/healthz")
@Tag(name = "Health")
public class HealthResource {

  @GET
  @Operation(operationId = "health", summary = "Whether the process answers")
  public Health get() {
    return new Health("ok");
  }

  /** Always ok. */
  public record Health(String status) {}
}

package dev.omnigraph.api;

import dev.omnigraph.export.Export;
import jakarta.ws.rs.core.Response;

/** How an export leaves. Each application has one implementation. */
public interface ExportSending {
  /**
   * Puts the one file of an export into an answer.
   *
   * @param export closed when the answer has left, or when this fails
   */
  Response.ResponseBuilder send(Export export);
}

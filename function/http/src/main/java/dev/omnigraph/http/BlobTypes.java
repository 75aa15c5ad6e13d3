package dev.omnigraph.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.omnigraph.api.Routes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Keeps the bytes of a blob as they are, whatever its content type. Quarkus sends what says that it
 * is text as a JSON string, for which it reads the bytes as UTF-8: another encoding, or a range
 * that ends within a character, would arrive as something else. So what is sent as Base64 is bytes
 * to Quarkus, and gets its type after that.
 */
public class BlobTypes {
  private static final String TYPE = "Omnigraph-Content-Type";

  @ServerResponseFilter
  void hide(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof byte[] && isBlob(Routes.path(request.getUriInfo()))) {
      Object type = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
      response.getHeaders().putSingle(TYPE, type);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
    }
  }

  /** Exports are bytes as well: UTF-8, which Base64 would only make longer, or of a binary type. */
  static boolean isBlob(String path) {
    return Routes.operation(path).orElse("").equals("blob");
  }

  /** The answer with the type that it has. */
  static APIGatewayV2HTTPResponse restored(APIGatewayV2HTTPResponse answer) {
    String type = answer.getHeaders() == null ? null : answer.getHeaders().remove(TYPE);
    if (type != null) {
      answer.getHeaders().put(HttpHeaders.CONTENT_TYPE, type);
    }
    return answer;
  }
}

package dev.omnigraph.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.omnigraph.api.HttpProblems;
import dev.omnigraph.wire.ErrorBody;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/**
 * Answers a URL that cannot be read in the one shape of failures. Quarkus would answer it without a
 * body, before any route and any filter of ours.
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public class UrlCheck implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> quarkus;

  @Inject
  UrlCheck(@Delegate RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> quarkus) {
    this.quarkus = quarkus;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    String query = event.getRawQueryString();
    String url = event.getRawPath() + (query == null || query.isEmpty() ? "" : "?" + query);
    return HttpProblems.ofUrl(url)
        .map(UrlCheck::refusal)
        .orElseGet(() -> BlobTypes.restored(quarkus.handleRequest(event, context)));
  }

  private static APIGatewayV2HTTPResponse refusal(ErrorBody error) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(400)
        .withHeaders(Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON))
        .withBody(error.text())
        .build();
  }
}

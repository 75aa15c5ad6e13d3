package dev.omnigraph.http;

import com.amazonaws.services.lambda.runtime.Context;
import dev.omnigraph.api.Routes;
import dev.omnigraph.function.Invocations;
import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.wire.ErrorBody;
import dev.omnigraph.wire.JsonBody;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Begins and ends the event of each request. */
public class Telemetry {
  private static final String INVOCATION = Invocation.class.getName();

  private final Invocations invocations;
  private final Context lambda;

  Telemetry(Invocations invocations, Context lambda) {
    this.invocations = invocations;
    this.lambda = lambda;
  }

  @ServerRequestFilter(preMatching = true)
  void begin(ContainerRequestContext request) {
    // Read now: the context is the request's, and the engine asks from threads of its own.
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lambda.getRemainingTimeInMillis());
    request.setProperty(
        INVOCATION,
        invocations.begin(
            Routes.operation(Routes.path(request.getUriInfo())).orElse("other"),
            lambda.getAwsRequestId(),
            () -> (int) TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
  }

  /** After every other filter of the answer, which may still change it. */
  @ServerResponseFilter(priority = Priorities.AUTHENTICATION)
  void end(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(INVOCATION) instanceof Invocation invocation) {
      describe(invocation, response);
      invocations.end(invocation);
    }
  }

  private static void describe(Invocation invocation, ContainerResponseContext response) {
    int status = response.getStatus();
    invocation.number("status", status);
    switch (response.getEntity()) {
      case ErrorBody error -> invocation.failed(error.code(), status < 500);
      case JsonBody body ->
          body.commits().forEach(commit -> invocation.name("commit", commit.toString()));
      case null, default -> {}
    }
  }
}

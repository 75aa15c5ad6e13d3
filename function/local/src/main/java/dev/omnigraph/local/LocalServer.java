package dev.omnigraph.local;

import dev.omnigraph.api.HttpProblems;
import dev.omnigraph.api.Refusals;
import dev.omnigraph.wire.ErrorBody;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.bootstrap.runner.Timing;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpBuildTimeConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.options.HttpServerOptionsUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Listens in place of Quarkus' own server, with the same settings. That one answers requests that
 * are no HTTP without a body, and cannot be told otherwise; this one answers them in the one shape
 * of failures, and hands all others on.
 */
@Singleton
public class LocalServer {
  /** The name that Vert.x gives to its decoder. */
  private static final String DECODER = "httpDecoder";

  private final HttpServer server;
  private final HttpServerOptions options;
  private final boolean listens;
  private final Refusals refusals;

  LocalServer(
      Vertx vertx,
      VertxHttpBuildTimeConfig builtWith,
      VertxHttpConfig config,
      LaunchMode mode,
      Refusals refusals) {
    this.refusals = refusals;
    listens = !config.hostEnabled();
    // A connection that may change to HTTP/2 gets its decoder after its first request.
    options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    HttpServerOptionsUtils.applyCommonOptions(options, builtWith, config, List.of());
    options.setPort(config.determinePort(mode));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::readStrictly)
            .invalidRequestHandler(this::refuseUnreadable)
            .requestHandler(this::handle);
  }

  void start(@Observes StartupEvent event) throws QuarkusBindException {
    if (listens) {
      try {
        server.listen().toCompletionStage().toCompletableFuture().join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof BindException bind) {
          throw new QuarkusBindException(options.getHost(), options.getPort(), bind);
        }
        throw e;
      }
      Timing.setHttpServer(
          "Listening on: http://%s:%d".formatted(options.getHost(), port()), false);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Where it listens, which is for the system to choose where the settings say 0. */
  int port() {
    return server.actualPort();
  }

  private void readStrictly(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    pipeline.replace(DECODER, DECODER, new StrictDecoder(options));
  }

  private void handle(HttpServerRequest request) {
    HttpProblems.ofUrl(request.uri())
        .ifPresentOrElse(
            problem -> refuse(request, 400, problem),
            () -> VertxHttpRecorder.getRootHandler().handle(request));
  }

  private void refuseUnreadable(HttpServerRequest request) {
    int status =
        switch (request.decoderResult().cause()) {
          case TooLongHttpLineException line -> 414;
          case TooLongHttpHeaderException headers -> 431;
          case StrictDecoder.UnsupportedVersion version -> 505;
          default -> 400;
        };
    refuse(request, status, HttpProblems.body(status, null, null));
  }

  /** Where the next request would start is not certain, so the connection ends. */
  private void refuse(HttpServerRequest request, int status, ErrorBody error) {
    refusals.send(request.response(), status, error);
    request.connection().close();
  }
}

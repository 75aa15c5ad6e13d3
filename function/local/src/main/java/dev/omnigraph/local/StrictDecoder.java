package dev.omnigraph.local;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.Set;

/**
 * Reads requests, and takes those for invalid which Vert.x would answer although two programs may
 * read them in two ways.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
  private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1");

  StrictDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    String version = initialLine[2];
    if (version.startsWith("HTTP/") && !VERSIONS.contains(version)) {
      throw new UnsupportedVersion();
    }
    return super.createMessage(initialLine);
  }

  /** The length and the chunks may say different things of where the next request starts. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both a length and chunks");
  }

  /** The request is of a version of HTTP that is not spoken here. */
  static final class UnsupportedVersion extends IllegalArgumentException {
    UnsupportedVersion() {
      super("another version of HTTP");
    }
  }
}

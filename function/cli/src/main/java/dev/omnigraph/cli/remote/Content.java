package dev.omnigraph.cli.remote;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The body of a request.
 *
 * @param length in bytes, or -1 where it is not known
 * @param isRepeatable whether {@code open} gives the same bytes each time
 */
public record Content(String type, Supplier<InputStream> open, long length, boolean isRepeatable) {
  static Content json(String text) {
    return of("application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Content of(String type, byte[] bytes) {
    return new Content(type, () -> new ByteArrayInputStream(bytes), bytes.length, true);
  }
}

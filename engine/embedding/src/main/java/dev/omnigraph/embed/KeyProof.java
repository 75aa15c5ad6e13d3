package dev.omnigraph.embed;

import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A key in a header. */
final class KeyProof implements Proof {
  private final Optional<String> header;
  private final Supplier<Optional<String>> source;
  private final AtomicReference<@Nullable Optional<String>> known = new AtomicReference<>();

  /**
   * @param header that carries the key; as a bearer token when absent
   * @param source of the key, asked once; a server may need none
   */
  KeyProof(Optional<String> header, Supplier<Optional<String>> source) {
    this.header = header;
    this.source = source;
  }

  @Override
  public HttpRequest.Builder of(Message message) {
    HttpRequest.Builder request = message.builder();
    key()
        .ifPresent(
            key ->
                header.ifPresentOrElse(
                    name -> request.header(name, key),
                    () -> request.header("Authorization", "Bearer " + key)));
    return request;
  }

  @Override
  public String withoutSecrets(String text) {
    Optional<String> key = known.get();
    return key == null || key.isEmpty() ? text : text.replace(key.get(), "…");
  }

  private Optional<String> key() {
    Optional<String> key = known.get();
    if (key == null) {
      // Two that ask at once both get the same.
      key = source.get();
      known.set(key);
    }
    return key;
  }
}

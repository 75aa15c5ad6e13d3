package dev.omnigraph.call;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.Sha256;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A write of a blob's content, and of nothing else of its entity but the property that says what
 * the content is.
 *
 * @param content not changed until the call returns
 * @param contentType such as {@code image/png}, for the property that {@code @content_type} names;
 *     null where nobody knows, which leaves that property without a value
 * @param condition on the content that is there
 */
public record PutBlobRequest(
    BlobPlace place,
    byte[] content,
    @Nullable String contentType,
    BlobCondition condition,
    WriteOptions options) {

  /** Of all that decides what the write does; null when there is no key that stands for it. */
  public @Nullable String digest() {
    return options.idempotencyKey() == null
        ? null
        : Sha256.hex(
            // Each by itself, so that no two requests come to one text.
            Stream.of(
                    "blob",
                    place.type(),
                    place.id(),
                    place.property(),
                    String.valueOf(contentType),
                    condition.toString(),
                    Sha256.hex(content))
                .map(Sha256::hex)
                .collect(Collectors.joining()));
  }
}

package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * A blob, or a part of it.
 *
 * @param length of the whole content in bytes
 * @param digest SHA-256 of the whole content in lower-case hexadecimal: equal contents have equal
 *     digests, in whatever commits and entities they are
 * @param contentType what the property that {@code @content_type} names says; null without one
 * @param offset of the first of the bytes in the content
 * @param isPartial whether a part was asked for, even if it comes to the whole
 * @param bytes of the part; null when the caller has the content, by the condition of the request
 * @param commitId of the state that was read
 */
public record BlobAnswer(
    long length,
    String digest,
    @Nullable String contentType,
    long offset,
    boolean isPartial,
    byte @Nullable [] bytes,
    CommitId commitId) {}

package dev.omnigraph.store;

import java.time.Instant;

/**
 * An object as it was read.
 *
 * @param body its bytes; callers do not change them
 * @param etag what {@link ObjectStore#replace} compares; opaque
 * @param lastModified by the store's clock, at least to the second
 */
public record StoredObject(String key, byte[] body, String etag, Instant lastModified) {}

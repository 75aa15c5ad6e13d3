package dev.omnigraph.store;

import java.time.Instant;

/**
 * An object as it was listed.
 *
 * @param size in bytes
 * @param lastModified by the store's clock, at least to the second
 */
public record ObjectEntry(String key, long size, String etag, Instant lastModified) {}

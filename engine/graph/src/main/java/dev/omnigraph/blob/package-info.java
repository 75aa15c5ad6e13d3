/**
 * Blobs by themselves: reading a part of one without the rest, and writing one as an operation of
 * the protocol. Uses {@code schema}, {@code lookup}, {@code table}, {@code view}, {@code commit},
 * {@code call}, {@code row}, {@code rule}. Start at {@link dev.omnigraph.blob.BlobReading}.
 */
@NullMarked
package dev.omnigraph.blob;

import org.jspecify.annotations.NullMarked;

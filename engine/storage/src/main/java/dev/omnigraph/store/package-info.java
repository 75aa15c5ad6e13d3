/**
 * The primitives that the commit protocol asks of an object store, and nothing else: atomic
 * conditional writes, reads and strongly consistent listings, on memory, a local folder and S3.
 * Start at {@link dev.omnigraph.store.ObjectStore}. What leaves a graph by way of a bucket is
 * beside them: {@link dev.omnigraph.store.S3Uploads}. Uses only {@code error} and {@code id}.
 */
@NullMarked
package dev.omnigraph.store;

import org.jspecify.annotations.NullMarked;

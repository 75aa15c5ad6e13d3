/**
 * The primitives that the commit protocol asks of an object store, and nothing else: atomic
 * conditional writes, reads and strongly consistent listings, on memory, a local folder and S3.
 * Start at {@link dev.omnigraph.store.ObjectStore}. Uses only {@code error} and {@code id}.
 */
@NullMarked
package dev.omnigraph.store;

import org.jspecify.annotations.NullMarked;

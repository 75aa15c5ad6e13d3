/**
 * The door of the protocol: one class over one graph root, which puts the machinery together. What
 * callers hand in and get back is in {@code commit}; the packages below are the machinery, each
 * allowed to use only those before it: {@code object}, {@code log}, {@code history}, {@code
 * recover}, {@code write}, {@code branch}, {@code reclaim}, {@code check}. Start at {@link
 * dev.omnigraph.protocol.Repository}.
 */
@NullMarked
package dev.omnigraph.protocol;

import org.jspecify.annotations.NullMarked;

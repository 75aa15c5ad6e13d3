/**
 * Cleanup: the only one who deletes data. Finds what no state within the retention needs and what
 * dead writers have left. Uses {@code commit}, {@code manifest}, {@code table}, {@code store},
 * {@code error}. Start at {@link dev.omnigraph.protocol.reclaim.Cleanup}.
 */
@NullMarked
package dev.omnigraph.protocol.reclaim;

import org.jspecify.annotations.NullMarked;

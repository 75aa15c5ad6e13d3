/**
 * Mutations as operations of the commit protocol: statements run in order over a working set that
 * reads its own writes, and what is left of it in the end is one {@link
 * dev.omnigraph.write.PreparedWrite}. Uses {@code query}, {@code exec} for conditions, {@code
 * validate}, {@code commit}. Start at {@link dev.omnigraph.write.MutationOperation}.
 */
@NullMarked
package dev.omnigraph.write;

import org.jspecify.annotations.NullMarked;

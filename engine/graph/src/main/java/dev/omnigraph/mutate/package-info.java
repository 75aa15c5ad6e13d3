/**
 * Mutations as operations of the commit protocol: statements run in order over a working set that
 * reads its own writes, and what is left of it in the end is one {@link
 * dev.omnigraph.rule.PreparedWrite}. Uses {@code query}, {@code exec} for conditions, {@code row},
 * {@code rule}, {@code commit}. Start at {@link dev.omnigraph.mutate.MutationOperation}.
 */
@NullMarked
package dev.omnigraph.mutate;

import org.jspecify.annotations.NullMarked;

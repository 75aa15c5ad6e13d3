/**
 * What differs between two states of a graph, entity by entity. Uses {@code row} and the contract
 * of the protocol; merges use it. Start at {@link dev.omnigraph.changes.Diff}; {@link
 * dev.omnigraph.changes.ChangedIds} tells which entities a chain of commits changed.
 */
@NullMarked
package dev.omnigraph.changes;

import org.jspecify.annotations.NullMarked;

/**
 * A change of the schema as an operation of the protocol: the new catalog and the tables that
 * change for it become visible together. Rows decide about a step through {@code rule}. Uses {@code
 * error}, {@code manifest}, {@code schema}, {@code table}, {@code commit}, {@code rule}. Start at
 * {@link dev.omnigraph.evolve.ApplySchema}.
 */
@NullMarked
package dev.omnigraph.evolve;

import org.jspecify.annotations.NullMarked;

/**
 * A model of the commit protocol: every interleaving of a few processes, within bounds, checked
 * against what the protocol promises. Each rule of the protocol can be broken, and then the model
 * shows what goes wrong.
 *
 * <p>Of the engine it knows the names of the {@linkplain dev.omnigraph.commit.Seam seams} and
 * nothing else. Start at {@link dev.omnigraph.model.Scenario}; {@link dev.omnigraph.model.Explorer}
 * is the search, {@link dev.omnigraph.model.Model} what it searches.
 */
@NullMarked
package dev.omnigraph.model;

import org.jspecify.annotations.NullMarked;

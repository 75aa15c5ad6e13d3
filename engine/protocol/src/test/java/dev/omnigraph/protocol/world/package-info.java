/**
 * What the protocol's tests are played in: a store, a clock and any number of processes ({@link
 * dev.omnigraph.protocol.world.World}), what is stored ({@link
 * dev.omnigraph.protocol.world.StoredGraph}), what must always hold of it ({@link
 * dev.omnigraph.protocol.world.Invariants}), and small writes ({@link
 * dev.omnigraph.protocol.world.Operations}).
 */
@NullMarked
package dev.omnigraph.protocol.world;

import org.jspecify.annotations.NullMarked;

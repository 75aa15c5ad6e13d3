/**
 * What differs between two states, put onto a third: merges, and what is undone or picked. Uses
 * {@code changes}, {@code row}, {@code rule} and the contract of the protocol. Start at {@link
 * dev.omnigraph.merge.MergeOperation}; {@link dev.omnigraph.merge.ThreeWay} decides what becomes of
 * one entity.
 */
@NullMarked
package dev.omnigraph.merge;

import org.jspecify.annotations.NullMarked;

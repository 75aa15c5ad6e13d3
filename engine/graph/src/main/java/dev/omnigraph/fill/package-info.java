/**
 * Vectors for the texts that have none: found, embedded outside of any commit, and written where
 * the text is still the same. Uses {@code embed}, {@code row}, {@code rule} and the contract of the
 * protocol. Start at {@link dev.omnigraph.fill.Filler}.
 */
@NullMarked
package dev.omnigraph.fill;

import org.jspecify.annotations.NullMarked;

/**
 * Vectors: distances, and segments, objects that have the vectors of many rows by their
 * neighbourhoods. Pure. Uses {@code derived}. Start at {@link
 * dev.omnigraph.search.vector.VectorSearch}.
 */
@NullMarked
package dev.omnigraph.search.vector;

import org.jspecify.annotations.NullMarked;

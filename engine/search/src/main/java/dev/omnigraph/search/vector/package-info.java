/**
 * Vectors: distances, and segments, objects that have the vectors of many rows by their
 * neighbourhoods. Pure. Uses {@code derived}.
 */
@NullMarked
package dev.omnigraph.search.vector;

import org.jspecify.annotations.NullMarked;

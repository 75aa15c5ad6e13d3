package dev.omnigraph.search.vector;

import dev.omnigraph.derived.Page;
import java.util.List;

/**
 * A list of a vector segment: the vectors that have one centre.
 *
 * @param rows how many they are
 * @param spread the root of the mean of their squared distances from the centre
 * @param pages of as many rows each as {@link VectorIndexCodec#rowsOfPage} says, and the last of
 *     the rest
 */
record VectorList(int rows, float spread, List<Page> pages) {}

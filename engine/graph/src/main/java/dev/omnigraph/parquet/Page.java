package dev.omnigraph.parquet;

import org.jspecify.annotations.Nullable;

/**
 * A page of a column: for each place of a value its levels, and the values that are there.
 *
 * @param count of places
 * @param repetitions null where there are no lists
 * @param definitions null where nothing can be missing
 */
record Page(
    int count, @Nullable RunDecoder repetitions, @Nullable RunDecoder definitions, Values values) {}

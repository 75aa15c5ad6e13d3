/**
 * Stored queries: texts of {@code .gq} files that are in force on a branch beside its schema, and
 * that always fit it. Start at {@link dev.omnigraph.stored.StoredQueries}.
 */
@NullMarked
package dev.omnigraph.stored;

import org.jspecify.annotations.NullMarked;

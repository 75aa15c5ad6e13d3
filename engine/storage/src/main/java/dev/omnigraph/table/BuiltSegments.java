package dev.omnigraph.table;

import org.jspecify.annotations.Nullable;

/**
 * The search segments of a column that one run of upkeep built, if any.
 *
 * @param rows that they know
 * @param left rows that are to be known too: this run had no work left for them, or could not build
 *     a segment of their file
 * @param failure a file of which no segment could be built, and why; null when there is none
 */
public record BuiltSegments(
    SegmentRef.Kind kind, String column, long rows, long left, @Nullable String failure) {}

package dev.omnigraph.table;

/**
 * The search segments of a column that one run of upkeep built.
 *
 * @param rows that they know
 * @param left rows that are to be known too, and for which this run had no work left
 */
public record BuiltSegments(SegmentRef.Kind kind, String column, long rows, long left) {}

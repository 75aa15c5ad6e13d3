package dev.omnigraph.load;

import java.util.SortedMap;

/**
 * What one commit of a load did.
 *
 * @param rows read, by type name
 * @param nodes inserted, changed or deleted
 * @param edges the same
 */
record ChunkResult(SortedMap<String, Long> rows, long nodes, long edges) {}

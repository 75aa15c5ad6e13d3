package dev.omnigraph.jsonl;

import java.util.SortedMap;

/**
 * What one commit of a load did.
 *
 * @param rows read, by type name
 * @param keyless those of them that name no id and have no key
 * @param nodes inserted, changed or deleted
 * @param edges the same
 */
record ChunkResult(
    SortedMap<String, Long> rows, SortedMap<String, Long> keyless, long nodes, long edges) {}

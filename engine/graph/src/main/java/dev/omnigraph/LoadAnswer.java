package dev.omnigraph;

import dev.omnigraph.store.IoStats;
import java.util.List;
import java.util.SortedMap;

/**
 * What a load did.
 *
 * @param commits in order; one, or the documented number for an input larger than one commit takes
 * @param rows read, by type name
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record LoadAnswer(
    List<String> commits,
    SortedMap<String, Long> rows,
    long nodes,
    long edges,
    boolean replayed,
    IoStats io) {}

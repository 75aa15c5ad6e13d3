package dev.omnigraph;

import dev.omnigraph.store.IoStats;
import java.util.List;
import java.util.SortedMap;

/**
 * What a load did.
 *
 * @param commits in order; one, or the documented number for an input larger than one commit takes
 * @param rows read, by type name
 * @param keyless those of them, by type name, that name no id and have no key: each became a new
 *     entity, and loaded again it becomes another
 * @param replayed whether an earlier delivery of the same idempotency key did the work
 */
public record LoadAnswer(
    List<String> commits,
    SortedMap<String, Long> rows,
    SortedMap<String, Long> keyless,
    long nodes,
    long edges,
    boolean replayed,
    IoStats io) {}

package dev.omnigraph.jsonl;

import java.util.List;
import java.util.SortedMap;

/**
 * What a load did.
 *
 * @param commits that hold it, in order, each once; when nothing changed, the branch's newest
 * @param rows read and written by this run, by type name; those of replayed commits not included
 * @param keyless those of them, by type name, that name no id and have no key: each is a new
 *     entity, and loaded again it is another
 * @param nodes inserted, changed or deleted
 * @param edges the same, those deleted with their nodes included
 * @param replayed whether an earlier delivery of the same key did all of it
 */
public record LoadResult(
    List<String> commits,
    SortedMap<String, Long> rows,
    SortedMap<String, Long> keyless,
    long nodes,
    long edges,
    boolean replayed) {}

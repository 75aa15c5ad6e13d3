package dev.omnigraph.derived;

/**
 * A data file whose rows a look-up object knows: the first one of a fragment.
 *
 * @param path its key
 * @param rows that it has, deleted ones included
 * @param deletions key of the list of deleted rows when the object was built, whose rows were left
 *     out; empty when there was none
 */
public record CoveredFile(String path, long rows, String deletions) {}

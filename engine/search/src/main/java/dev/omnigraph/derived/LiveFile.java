package dev.omnigraph.derived;

/**
 * A fragment as one version of a table has it.
 *
 * @param fragment its id in that version, which another version may have given to other rows
 * @param file its first data file, and the list of deleted rows of that version
 * @param rows that are not deleted
 */
public record LiveFile(int fragment, CoveredFile file, long rows) {}

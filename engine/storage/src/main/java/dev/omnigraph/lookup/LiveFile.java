package dev.omnigraph.lookup;

/**
 * A fragment as one version of a table has it.
 *
 * @param fragment its id in that version, which another version may have given to other rows
 */
public record LiveFile(int fragment, CoveredFile file) {}

package dev.omnigraph.table;

/**
 * A version of a table.
 *
 * @param path the dataset's folder below the graph root
 * @param version Lance version: positive for linear ones, negative for detached ones
 */
public record TableVersion(String path, long version) {}

package dev.omnigraph.table;

/**
 * The exact version of a table that a commit names.
 *
 * @param path the dataset's folder below the graph root
 * @param version Lance version: 1 for the empty table, else a detached version (negative)
 * @param transaction uuid of the Lance transaction that made the version
 * @param rows live rows
 * @param generation counts the commits that changed the table, from 0
 */
public record Pin(String path, long version, String transaction, long rows, long generation) {}

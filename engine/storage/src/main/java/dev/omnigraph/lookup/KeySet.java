package dev.omnigraph.lookup;

/**
 * A set of ids in the order of their bytes in UTF-8, each with its place in it as its rank, from 0.
 * Sets with equal digests give equal ids equal ranks, whichever tables and versions they are of.
 *
 * @param digest SHA-256 of the ids
 */
public record KeySet(int size, String digest) {}

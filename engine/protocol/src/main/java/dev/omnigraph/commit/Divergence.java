package dev.omnigraph.commit;

/**
 * How far two commits have gone since they knew each other.
 *
 * @param oursAfter the greatest seq on the chain of one that the other knows: what is new in it
 *     comes after it
 * @param theirsAfter the same the other way round
 */
public record Divergence(long oursAfter, long theirsAfter) {}

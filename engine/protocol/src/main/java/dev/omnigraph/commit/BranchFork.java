package dev.omnigraph.commit;

/**
 * A branch that was made, and what it was made from.
 *
 * @param made at its first state
 * @param source at its newest state, which may be after the one that the branch starts from
 */
public record BranchFork(BranchHead made, BranchHead source) {}

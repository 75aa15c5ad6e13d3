package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;

/**
 * A new branch.
 *
 * @param from the state that it starts with
 * @param actor from the credential; who is recorded as its creator
 */
public record BranchRequest(BranchName name, ReadAt from, String actor) {}

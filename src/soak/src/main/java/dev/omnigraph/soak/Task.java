package dev.omnigraph.soak;

import dev.omnigraph.id.BranchName;

/**
 * An operation, and where.
 *
 * @param branch that is written, read, made or deleted
 */
record Task(BranchName branch, Op op) {}

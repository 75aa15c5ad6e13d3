/**
 * The life of branches: the graph's first one, forks and their end. Uses {@code protocol.write} and
 * what that uses. Start at {@link dev.omnigraph.protocol.branch.Branches}.
 */
@NullMarked
package dev.omnigraph.protocol.branch;

import org.jspecify.annotations.NullMarked;

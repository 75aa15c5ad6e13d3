/**
 * The memory of queries: what all of a process share, what one of them has, and lists of numbers in
 * it. Uses nothing of the rest of execution. Start at {@link
 * dev.omnigraph.exec.memory.MemoryBudget}.
 */
@NullMarked
package dev.omnigraph.exec.memory;

import org.jspecify.annotations.NullMarked;

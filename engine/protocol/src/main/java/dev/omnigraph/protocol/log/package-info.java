/**
 * Reading a branch: its head, its states and its records, and what is derived from them. Nobody
 * here decides anything. Uses {@code protocol.object} and what that uses, {@code table}, {@code
 * view}, {@code schema}. Start at {@link dev.omnigraph.protocol.log.BranchLog}.
 */
@NullMarked
package dev.omnigraph.protocol.log;

import org.jspecify.annotations.NullMarked;

/**
 * What callers ask of a graph, and what they are answered: one request and one answer for each use
 * case, data only. Operations take these requests and give these answers themselves, so that every
 * door uses them as they are. Answers that a lower module gives as a whole are there: {@code
 * dev.omnigraph.exec.QueryAnswer}, {@code dev.omnigraph.protocol.reclaim.CleanupAnswer}, {@code
 * dev.omnigraph.protocol.check.RepairAnswer}. Uses {@code error}, {@code commit}, {@code manifest},
 * {@code schema}, {@code table}, {@code value}. Start at {@link
 * dev.omnigraph.call.MutationRequest}.
 */
@NullMarked
package dev.omnigraph.call;

import org.jspecify.annotations.NullMarked;

/**
 * From a typed query to a plan: in which order variables are bound, what is asked of which table,
 * which conditions the scans take over, and how traversals reach their edges. Decides from counts
 * of rows and values alone and reads nothing. Uses {@code query}, {@code schema}, {@code table}
 * (predicates). Start at {@link dev.omnigraph.plan.Planner}.
 */
@NullMarked
package dev.omnigraph.plan;

import org.jspecify.annotations.NullMarked;

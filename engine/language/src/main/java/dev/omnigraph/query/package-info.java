/**
 * Queries after type checking: every name resolved, every expression typed. Made by {@code
 * query.lang} from {@code .gq} text; read by the planner and the writers. Start at {@link
 * dev.omnigraph.query.TypedQuery}.
 */
@NullMarked
package dev.omnigraph.query;

import org.jspecify.annotations.NullMarked;

/**
 * Maintenance: compaction and index coverage, which are commits like any other, and cleanup, the
 * only one who deletes data, and repair, which checks everything. Uses {@code commit}, {@code
 * table}, {@code schema}, {@code manifest}, {@code store}, {@code error}. Start at {@link
 * dev.omnigraph.maintain.Optimize}, {@link dev.omnigraph.maintain.Cleanup} and {@link
 * dev.omnigraph.maintain.Repair}.
 */
@NullMarked
package dev.omnigraph.maintain;

import org.jspecify.annotations.NullMarked;

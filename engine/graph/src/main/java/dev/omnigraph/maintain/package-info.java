/**
 * Maintenance that is a commit like any other: compaction and index coverage. Uses {@code commit},
 * {@code table}, {@code schema}, {@code manifest}, {@code error}. Start at {@link
 * dev.omnigraph.maintain.Optimize}.
 */
@NullMarked
package dev.omnigraph.maintain;

import org.jspecify.annotations.NullMarked;

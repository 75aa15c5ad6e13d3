/**
 * Computing on columns and numbers alone: orders, groups, sums, dictionaries of ids, and searches
 * over edges. Knows no plan, no query under way and no table. Start at {@link
 * dev.omnigraph.exec.kernel.Groups} or {@link dev.omnigraph.exec.kernel.Reach}.
 */
@NullMarked
package dev.omnigraph.exec.kernel;

import org.jspecify.annotations.NullMarked;

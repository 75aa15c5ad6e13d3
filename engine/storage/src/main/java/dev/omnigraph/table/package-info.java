/**
 * Tables of the graph as Lance datasets, detached-only. The one package that uses Lance: every
 * known hazard of the library is contained here, its errors are translated here, and no method
 * commits anything that a manifest record does not name. Uses {@code error} and {@code manifest}.
 * Start at {@link dev.omnigraph.table.Tables}.
 */
@NullMarked
package dev.omnigraph.table;

import org.jspecify.annotations.NullMarked;

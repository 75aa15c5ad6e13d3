/**
 * The form in which every write holds its rows: {@link dev.omnigraph.row.TableDelta}, what a write
 * changes in one table, {@link dev.omnigraph.row.CommittedRows}, lookups in the state that it is
 * based on, and {@link dev.omnigraph.row.Cascade}, the edges that go with a node. Knows no rule of
 * a schema. Uses {@code schema}, {@code table}, {@code view}. Start at {@link
 * dev.omnigraph.row.TableDelta}.
 */
@NullMarked
package dev.omnigraph.row;

import org.jspecify.annotations.NullMarked;

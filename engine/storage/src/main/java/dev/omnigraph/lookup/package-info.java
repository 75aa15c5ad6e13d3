/**
 * Look-up objects: for one table and one of its columns of ids, the rows of each id, in blocks that
 * are found by id or by rank with one request. They are derived, immutable and never authoritative:
 * whoever finds no usable one reads the table. Uses {@code store}. Start at {@link
 * dev.omnigraph.lookup.Lookup}.
 */
@NullMarked
package dev.omnigraph.lookup;

import org.jspecify.annotations.NullMarked;

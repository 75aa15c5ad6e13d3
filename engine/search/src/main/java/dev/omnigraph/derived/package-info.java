/**
 * What all objects have in common that are derived from the rows of a table: pages with checksums,
 * read by ranges and kept; and which rows of a version such an object knows. A version knows a row
 * by its data file and its place in it, so an object stays good whatever else happens to the table.
 * They are immutable and never authoritative: whoever finds no usable one reads the table. Start at
 * {@link dev.omnigraph.derived.Coverage}.
 */
@NullMarked
package dev.omnigraph.derived;

import org.jspecify.annotations.NullMarked;

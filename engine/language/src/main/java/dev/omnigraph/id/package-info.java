/**
 * What things are known by: ids as types, so that none is taken for another. Each is its text,
 * which is checked when it is made, and which {@code toString} gives. Pure data; uses nothing.
 */
@NullMarked
package dev.omnigraph.id;

import org.jspecify.annotations.NullMarked;

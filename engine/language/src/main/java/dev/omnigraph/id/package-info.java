/**
 * What things are known by: ids as types, so that none is taken for another, and the digest of
 * contents. Each id is its text, which {@code toString} gives, and which is checked when it is
 * made, unless callers say it. Pure data; uses nothing.
 */
@NullMarked
package dev.omnigraph.id;

import org.jspecify.annotations.NullMarked;

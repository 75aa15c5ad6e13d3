/**
 * What callers are told when something fails: one exception root with a code, a kind and the next
 * step. Every other package may use it; it uses none.
 */
@NullMarked
package dev.omnigraph.error;

import org.jspecify.annotations.NullMarked;

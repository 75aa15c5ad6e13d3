/**
 * Full text: how a text becomes terms, what a query for terms, a phrase or similar terms finds,
 * what a match is worth, and segments, objects that have the terms of many rows. Pure. Uses {@code
 * derived}. Start at {@link dev.omnigraph.search.text.TextIndex}.
 */
@NullMarked
package dev.omnigraph.search.text;

import org.jspecify.annotations.NullMarked;

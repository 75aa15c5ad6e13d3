/**
 * What both languages share: source positions, tokens and diagnostics with an excerpt and a caret.
 * Uses only {@code error}.
 */
@NullMarked
package dev.omnigraph.lang;

import org.jspecify.annotations.NullMarked;

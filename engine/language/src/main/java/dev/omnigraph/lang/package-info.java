/**
 * What both languages share: source positions, tokens and diagnostics with an excerpt and a caret.
 * Uses {@code error}, and of {@code value} what a text is.
 */
@NullMarked
package dev.omnigraph.lang;

import org.jspecify.annotations.NullMarked;

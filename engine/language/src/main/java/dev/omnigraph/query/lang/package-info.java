/**
 * The {@code .gq} language: from text to syntax tree ({@code QueryParser}) to typed queries ({@code
 * QueryCompiler}). Nothing here does I/O. Uses {@code lang}, {@code schema}, {@code schema.lang}
 * for types, and {@code query}.
 */
@NullMarked
package dev.omnigraph.query.lang;

import org.jspecify.annotations.NullMarked;

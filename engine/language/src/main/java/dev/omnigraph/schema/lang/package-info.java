/**
 * The {@code .pg} schema language: text to catalog and back. Uses {@code lang} and {@code schema}.
 * Start at {@link dev.omnigraph.schema.lang.SchemaCompiler}; it parses ({@code SchemaParser}),
 * checks ({@code *Checker}) and gives out stable ids ({@code StableIds}).
 */
@NullMarked
package dev.omnigraph.schema.lang;

import org.jspecify.annotations.NullMarked;

/**
 * The accepted schema as data: types, properties and constraints with their stable ids, and its
 * stored form. Uses only {@code error}, {@code lang} and {@code value}; the {@code .pg} language
 * that makes it is in {@code schema.lang}. Start at {@link dev.omnigraph.schema.Catalog}.
 */
@NullMarked
package dev.omnigraph.schema;

import org.jspecify.annotations.NullMarked;

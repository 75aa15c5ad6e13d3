/**
 * Values: their types ({@link dev.omnigraph.value.PropertyType}), the one Java form of each ({@link
 * dev.omnigraph.value.JavaForm}), their order ({@link dev.omnigraph.value.ValueOrder}), their JSON
 * ({@link dev.omnigraph.value.JsonValues} reads it, {@link dev.omnigraph.value.JsonText} writes
 * it), and how they are spelt in the id of an entity ({@link dev.omnigraph.value.KeySpelling}).
 * What they are in Arrow and in the SQL of filters is in {@code table}. Uses only {@code error}.
 */
@NullMarked
package dev.omnigraph.value;

import org.jspecify.annotations.NullMarked;

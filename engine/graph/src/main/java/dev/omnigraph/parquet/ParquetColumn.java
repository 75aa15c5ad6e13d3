package dev.omnigraph.parquet;

import dev.omnigraph.value.PropertyType;

/**
 * A column of a file that is written.
 *
 * @param type of its values, which are in the Java form of it
 * @param optional whether there may be null
 */
public record ParquetColumn(String name, PropertyType type, boolean optional) {}

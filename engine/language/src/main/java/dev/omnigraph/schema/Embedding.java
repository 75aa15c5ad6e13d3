package dev.omnigraph.schema;

import org.jspecify.annotations.Nullable;

/**
 * What {@code @embed} says of a Vector.
 *
 * @param source the String property of the same type whose text it stands for
 * @param model which model makes it; null where that is left to who embeds
 */
public record Embedding(String source, @Nullable String model) {}

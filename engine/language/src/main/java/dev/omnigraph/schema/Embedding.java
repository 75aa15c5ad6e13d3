package dev.omnigraph.schema;

/**
 * What {@code @embed} says of a Vector.
 *
 * @param source the String property of the same type whose text it stands for
 * @param model which model makes it
 */
public record Embedding(String source, String model) {}

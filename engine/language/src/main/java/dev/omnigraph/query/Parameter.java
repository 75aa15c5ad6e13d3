package dev.omnigraph.query;

import dev.omnigraph.value.PropertyType;

/** A declared parameter; a nullable one may be left out of the arguments. */
public record Parameter(String name, PropertyType type, boolean nullable) {}

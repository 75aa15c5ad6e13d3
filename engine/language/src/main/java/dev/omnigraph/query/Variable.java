package dev.omnigraph.query;

import dev.omnigraph.schema.EntityType;

/**
 * A bound entity.
 *
 * @param slot unique within the query, from 0, in the order of first appearance
 * @param name without {@code $}; an anonymous {@code $_} gets {@code _} and a slot of its own
 * @param optional whether it is bound inside {@code optional}, so that it may be null
 */
public record Variable(int slot, String name, EntityType type, boolean optional) {}

package dev.omnigraph.manifest;

import dev.omnigraph.table.Pin;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one table.
 *
 * @param base the pin it replaces, which is always the one of the state before; null for a table
 *     that the commit adds
 */
public record TableChange(@Nullable Pin base, Pin pin, ChangeSet changes) {}

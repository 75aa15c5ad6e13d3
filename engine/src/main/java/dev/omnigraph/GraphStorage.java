package dev.omnigraph;

import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.Tables;

/**
 * Where a graph lives: its control objects and its tables, below the same root. Owned by the {@link
 * Graph} it is given to.
 */
public record GraphStorage(ObjectStore objects, Tables tables) {}

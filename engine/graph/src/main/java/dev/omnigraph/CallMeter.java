package dev.omnigraph;

import dev.omnigraph.store.CountingObjectStore;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.table.Tables;

/** What the graph's stores have been asked for, so that a call can report its share. */
record CallMeter(CountingObjectStore objects, Tables tables) {
  IoStats total() {
    return objects.io().plus(tables.io());
  }
}

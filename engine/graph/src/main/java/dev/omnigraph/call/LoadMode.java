package dev.omnigraph.call;

/** What a load does with what is there already. */
public enum LoadMode {
  /** Strict insert: an id that exists is a conflict. */
  APPEND,
  /** Upsert: an entity that exists gets exactly the values given; the last line of an id counts. */
  MERGE,
  /** The types present in the input hold exactly what it says. */
  OVERWRITE
}

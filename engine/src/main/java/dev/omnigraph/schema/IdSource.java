package dev.omnigraph.schema;

/** Makes ids that no one else makes: ULIDs, or a fixed sequence in tests. Thread-safe. */
@FunctionalInterface
public interface IdSource {
  String next();
}

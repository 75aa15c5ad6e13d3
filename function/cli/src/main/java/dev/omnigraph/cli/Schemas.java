package dev.omnigraph.cli;

import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.Optional;

/** Schemas that a graph has accepted. */
final class Schemas {
  private Schemas() {}

  /** What a schema says; its ids are those of no graph. */
  static Catalog catalog(String source) {
    return SchemaCompiler.compile(source, "schema", Optional.empty(), () -> "unsaved");
  }
}

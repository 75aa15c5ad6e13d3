package dev.omnigraph.cli;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.wire.ChangeParams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which changes are shown, and how. */
final class ChangeOptions {
  @Option(names = "--kind", paramLabel = "KINDS", description = "Only these: node, edge.")
  private @Nullable String kinds;

  @Option(
      names = "--type",
      paramLabel = "TYPES",
      description = "Only entities of these types, with commas between.")
  private @Nullable String types;

  @Option(
      names = "--operation",
      paramLabel = "OPERATIONS",
      description = "Only these, with commas between: insert, update, delete.")
  private @Nullable String operations;

  @Option(names = "--json", description = "One JSON object for each change, and nothing else.")
  private boolean json;

  ChangeFilter filter() {
    return ChangeParams.filter(kinds, types, operations);
  }

  boolean json() {
    return json;
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.wire.ChangeParams;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which changes are shown. */
final class ChangeFilterOptions {
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

  @Option(
      names = "--no-blobs",
      description = "Show the size and the SHA-256 of each blob instead of its content.")
  private boolean withoutBlobs;

  ChangeFilter filter() {
    return ChangeParams.filter(kinds, types, operations, !withoutBlobs);
  }

  /** The same in a URL. */
  ApiRequest in(ApiRequest request) {
    return request
        .parameter("kind", kinds)
        .parameter("type", types)
        .parameter("operation", operations)
        .parameter("blobs", withoutBlobs ? "omit" : null);
  }
}

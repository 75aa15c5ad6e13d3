package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.embed.EmbedSettings;
import dev.omnigraph.embed.Embedders;
import dev.omnigraph.error.GraphException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which graph a command is about. */
final class GraphOption {
  @Option(
      names = {"-g", "--graph"},
      paramLabel = "ROOT",
      defaultValue = "${env:OMNIGRAPH_GRAPH}",
      description = "The graph: a folder, or s3://bucket/prefix. Default: $OMNIGRAPH_GRAPH.")
  private @Nullable String root;

  /** Where a new graph goes. */
  GraphStorage newStorage() {
    return Storages.make(root(), System.getenv());
  }

  Graph open() {
    return Graph.open(
        Storages.open(root(), System.getenv()),
        EmbedSettings.of(System.getenv()).map(Embedders::of).orElse(null));
  }

  boolean isNamed() {
    return root != null && !root.isBlank();
  }

  private String root() {
    if (root == null || root.isBlank()) {
      throw GraphException.of(CliError.GRAPH_MISSING, "No graph was named").build();
    }
    return root;
  }
}

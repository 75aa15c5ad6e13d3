package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which graph and branch a command is about, and who asks. */
final class Target {
  @Option(
      names = {"-g", "--graph"},
      paramLabel = "ROOT",
      defaultValue = "${env:OMNIGRAPH_GRAPH}",
      description = "The graph: a folder, or s3://bucket/prefix. Default: $OMNIGRAPH_GRAPH.")
  private @Nullable String root;

  @Option(
      names = {"-b", "--branch"},
      paramLabel = "BRANCH",
      defaultValue = Graph.MAIN,
      description = "The branch. Default: ${DEFAULT-VALUE}.")
  private String branch = Graph.MAIN;

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who is recorded as the author of a commit. Default: ${DEFAULT-VALUE}.")
  private String actor = "unknown";

  /** Where a new graph goes. */
  GraphStorage newStorage() {
    return Storages.make(root(), System.getenv());
  }

  Graph open() {
    return Graph.open(Storages.open(root(), System.getenv()));
  }

  private String root() {
    if (root == null || root.isBlank()) {
      throw new GraphException(
          ErrorKind.INVALID,
          "graph_missing",
          "No graph was named",
          "Name it with --graph, or in the environment variable OMNIGRAPH_GRAPH.",
          Map.of(),
          null);
    }
    return root;
  }

  String branch() {
    return branch;
  }

  String actor() {
    return actor;
  }
}

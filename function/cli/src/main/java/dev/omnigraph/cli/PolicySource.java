package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.access.Policies;
import dev.omnigraph.error.GraphException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Policies that are asked: those of files, or those of the graph. */
final class PolicySource {
  @Option(
      names = "--policy",
      paramLabel = "FILE|FOLDER",
      description =
          "Policies of this file, or of all such files below this folder; may be repeated."
              + " Default: those of the graph.")
  private List<Path> places = List.of();

  /** Whether the graph is asked for them. */
  boolean isGraph() {
    return places.isEmpty();
  }

  /**
   * @param mayBeNone whether the question has an answer without any
   * @throws GraphException {@code no_policies}, or every mistake in the files
   */
  Policies policies(GraphOption place, boolean mayBeNone) {
    if (places.isEmpty()) {
      return ofGraph(place, mayBeNone);
    }
    Policies policies = new Policies(TextFiles.read(places, ".cedar").files());
    policies.check();
    return policies;
  }

  private static Policies ofGraph(GraphOption place, boolean mayBeNone) {
    SortedMap<String, String> files = new TreeMap<>();
    try (Reach graph = place.reach()) {
      JsonNode stored = PolicyShowCommand.in(graph).json().path("files");
      for (Map.Entry<String, JsonNode> file : stored.properties()) {
        files.put(file.getKey(), file.getValue().asText());
      }
    }
    if (files.isEmpty() && !mayBeNone) {
      throw GraphException.of(CliError.NO_POLICIES, "The graph has no policies.").build();
    }
    return new Policies(files);
  }
}

package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.call.ExportError;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.export.Handover;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Graphs in the folders of a folder. */
final class FolderGraphs implements GraphOpener {
  private final Path root;
  private final GraphSettings settings;

  FolderGraphs(Path root, GraphSettings settings) {
    this.root = root;
    this.settings = settings;
  }

  @Override
  public Graph open(GraphName name) {
    Path folder = root.resolve(name.value());
    if (!Files.isRegularFile(folder.resolve(ObjectKeys.GRAPH))) {
      throw GraphException.of(ProtocolError.GRAPH_NOT_FOUND, "There is no graph \"" + name + "\".")
          .next(null)
          .build();
    }
    return Graph.open(
        storage(name, false), settings.environment(), settings.queries(), settings.embedder());
  }

  @Override
  public GraphStorage storage(GraphName name, boolean isNew) {
    FolderLocation folder = new FolderLocation(root.resolve(name.value()));
    return isNew
        ? GraphStorage.newAt(folder, settings.access())
        : GraphStorage.at(folder, settings.access());
  }

  @Override
  public Handover handover() {
    throw GraphException.of(
            ExportError.LINKS_NEED_A_BUCKET,
            "The graphs of this server are in a folder, and a folder has no links.")
        .build();
  }

  @Override
  public IoStats io() {
    return IoStats.NONE;
  }

  @Override
  public void greet() {}

  @Override
  public List<String> names() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(ObjectKeys.GRAPH)))
          .map(folder -> folder.getFileName().toString())
          .filter(GraphName::isValid)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreException.Transient("The folder of the graphs cannot be listed.", e);
    }
  }
}

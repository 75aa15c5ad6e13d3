package dev.omnigraph.function;

import dev.omnigraph.Graph;
import dev.omnigraph.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Graphs in the folders of a folder. */
final class FolderGraphs implements GraphOpener {
  private final Path root;

  FolderGraphs(Path root) {
    this.root = root;
  }

  @Override
  public Graph open(GraphName name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> names() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve(GRAPH_OBJECT)))
          .map(folder -> folder.getFileName().toString())
          .filter(GraphName::isValid)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreException.Transient("The folder of the graphs cannot be listed.", e);
    }
  }
}

package dev.omnigraph;

import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Where a graph lives: its control objects and its tables, below the same root. Owned by the {@link
 * Graph} it is given to.
 */
public record GraphStorage(ObjectStore objects, Tables tables) {

  /**
   * A place for a new graph: the same as {@link #folder} after making the folder.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static GraphStorage newFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder(folder);
  }

  /** A graph in a local folder that exists. */
  public static GraphStorage folder(Path folder) {
    return of(new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
  }

  /**
   * A graph in any store.
   *
   * @param tableStore how the table library reaches the same place, in its own terms, such as
   *     {@code aws_region}, {@code aws_endpoint}, {@code allow_http}; what is absent comes from the
   *     environment
   */
  public static GraphStorage of(
      ObjectStore objects, Map<String, String> tableStore, TableOptions options) {
    return new GraphStorage(objects, LanceTables.open(objects.uri(), tableStore, options));
  }
}

package dev.omnigraph;

import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.store.FolderLocation;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.S3Location;
import dev.omnigraph.store.S3ObjectStore;
import dev.omnigraph.store.StoreLocation;
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
   * The storage of the graph at a location; whether there is one is not looked at.
   *
   * @param location {@code s3://bucket/prefix}, {@code file:///folder} or the path of a folder
   * @throws dev.omnigraph.error.GraphException {@code invalid_location}
   */
  public static GraphStorage at(String location, GraphAccess access) {
    return at(StoreLocation.parse(location), access);
  }

  /** The same of a location that is parsed already. */
  public static GraphStorage at(StoreLocation location, GraphAccess access) {
    return switch (location) {
      case FolderLocation(Path folder) ->
          of(new FileObjectStore(folder, InstantSource.system()), Map.of(), access.tables());
      case S3Location bucket ->
          of(
              new S3ObjectStore(
                  access.client().get(), bucket, access.retries(), access.requestTimeout()),
              access.s3().tableStore(),
              access.tables());
    };
  }

  /**
   * A place for a new graph: the same as {@link #at} after making the folder, if it is one.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public static GraphStorage newAt(StoreLocation location, GraphAccess access) {
    if (location instanceof FolderLocation(Path folder)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return at(location, access);
  }

  /** A place for a new graph in a local folder, which is made. */
  public static GraphStorage newFolder(Path folder) {
    return newAt(new FolderLocation(folder), GraphAccess.local());
  }

  /** A graph in a local folder that exists. */
  public static GraphStorage folder(Path folder) {
    return at(new FolderLocation(folder), GraphAccess.local());
  }

  /**
   * A graph in any store, such as one of tests that goes wrong on purpose.
   *
   * @param tableStore how the table library reaches the same place, in its own terms, such as
   *     {@code aws_region}, {@code aws_endpoint}, {@code allow_http}; what is absent comes from the
   *     environment
   */
  public static GraphStorage of(
      ObjectStore objects, Map<String, String> tableStore, TableOptions options) {
    return new GraphStorage(objects, LanceTables.open(objects, tableStore, options));
  }
}

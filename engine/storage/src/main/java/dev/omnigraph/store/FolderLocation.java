package dev.omnigraph.store;

import java.net.URI;
import java.nio.file.Path;

/** A folder of this host. */
public record FolderLocation(Path folder) implements StoreLocation {
  public FolderLocation {
    folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public URI uri() {
    return FileNames.uri(folder);
  }
}

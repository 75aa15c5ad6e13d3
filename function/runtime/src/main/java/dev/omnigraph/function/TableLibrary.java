package dev.omnigraph.function;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The native library that tables need, loaded before a request needs it. */
final class TableLibrary {
  private TableLibrary() {}

  /**
   * Loads it, if it is not there yet; whoever else needs it meanwhile waits.
   *
   * @return why that is not possible
   */
  static Optional<GraphException> load() {
    // The tables themselves are not used.
    try (LanceTables unused =
        LanceTables.open(
            new FileObjectStore(Path.of("/tmp"), InstantSource.system()),
            Map.of(),
            TableOptions.DEFAULT)) {
      return Optional.empty();
    } catch (GraphException e) {
      return Optional.of(e);
    }
  }
}

package dev.omnigraph.function;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.TableOptions;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Does while the process starts up what the first event would else wait for: Lambda lends
 * processors to a start-up, and to nothing after it.
 */
@Startup
@ApplicationScoped
class WarmUp {
  private static final Logger LOG = Logger.getLogger(WarmUp.class);

  private final Graphs graphs;

  WarmUp(Graphs graphs) {
    this.graphs = graphs;
  }

  @PostConstruct
  void run() {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    graphs.greet();
    // Loads the table library; the tables themselves are not used.
    try (LanceTables unused =
        LanceTables.open(
            new FileObjectStore(Path.of("/tmp"), InstantSource.system()),
            Map.of(),
            TableOptions.DEFAULT)) {
      LOG.debug("The table library is loaded");
    } catch (GraphException e) {
      LOG.warnf("The table library could not be loaded yet: %s", e.getMessage());
    }
  }
}

package dev.omnigraph.function;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
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
    // Waited for: the first event would open a second connection beside it.
    graphs.greet();
    TableLibrary.load()
        .ifPresent(e -> LOG.warnf("The table library could not be loaded yet: %s", e.getMessage()));
  }
}

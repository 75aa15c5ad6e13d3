package dev.omnigraph.function;

import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.function.watch.Metrics;
import dev.omnigraph.function.watch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The events of a function, one after the other: what each of them did is told when it ends. */
@ApplicationScoped
public class Invocations {
  private final Watch watch;
  private final Graphs graphs;
  private final Optional<Metrics> metrics;

  Invocations(
      Watch watch,
      Graphs graphs,
      OmnigraphConfig config,
      @ConfigProperty(name = "aws.lambda.function.name", defaultValue = "local") String function) {
    this.watch = watch;
    this.graphs = graphs;
    this.metrics =
        config.metrics().enabled()
            ? Optional.of(
                new Metrics(
                    config.metrics().namespace(),
                    function,
                    config.metrics().byOperation(),
                    InstantSource.system(),
                    System.out))
            : Optional.empty();
  }

  /**
   * An event begins; every begun one must be ended.
   *
   * @param operation what it wants; a name out of few
   * @param remainingMillis until the process is stopped
   */
  public Invocation begin(String operation, String requestId, IntSupplier remainingMillis) {
    return watch.begin(operation, requestId, remainingMillis, graphs.io());
  }

  /** The event is answered, well or badly. */
  public void end(Invocation done) {
    watch.end();
    metrics.ifPresent(all -> all.write(done, graphs.io()));
  }
}

package dev.omnigraph.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.watch.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Does something for one graph after the other. One that fails does not keep the others from being
 * done.
 */
final class EachGraph {
  private final ObjectNode all;
  private final ArrayNode done;
  private final Invocation invocation;
  private final Logger log;
  private final List<Failure> failures = new ArrayList<>();

  EachGraph(ObjectMapper json, Invocation invocation, Logger log) {
    this.all = json.createObjectNode();
    this.done = all.putArray("graphs");
    this.invocation = invocation;
    this.log = log;
  }

  /** An answer about a graph, to be filled in. */
  ObjectNode answer(String graph) {
    return done.addObject().put("graph", graph);
  }

  /**
   * @param undone what is logged of a graph that failed, with places for its name and the code of
   *     the error
   */
  EachGraph run(List<String> names, String undone, Consumer<String> work) {
    for (String name : names) {
      try {
        work.accept(name);
      } catch (GraphException e) {
        invocation.failed(e);
        log.errorf(e, undone, name, e.code());
        failures.add(new Failure(name, e));
      }
    }
    return this;
  }

  /**
   * All answers, if none failed.
   *
   * @throws EventException naming those that did
   */
  ObjectNode summary() {
    log.info(all.toString());
    if (!failures.isEmpty()) {
      throw EventException.summary(failures);
    }
    return all;
  }
}

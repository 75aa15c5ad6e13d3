package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.function.Graphs;
import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.wire.WriteJson;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Deletes what nobody needs any more, on a schedule: the one function whose role may delete data. A
 * handler of its own, so that no other needs that right. One graph that fails does not keep the
 * others from being done; it fails the invocation in the end.
 */
@Named("cleanup")
public class CleanupHandler implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(CleanupHandler.class);

  private final EventRun run;
  private final Graphs graphs;
  private final ObjectMapper json;

  CleanupHandler(EventRun run, Graphs graphs, ObjectMapper json) {
    this.run = run;
    this.graphs = graphs;
    this.json = json;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = Events.read(json, input);
    json.writeValue(output, run.run("cleanup", context, invocation -> cleanup(event, invocation)));
  }

  private ObjectNode cleanup(JsonNode event, Invocation invocation) {
    JsonNode payload = Events.isScheduled(event) ? json.createObjectNode() : event;
    CleanupRequest request = CleanupPayload.request(payload);
    List<String> names =
        payload.has("graph") ? List.of(payload.get("graph").asText()) : graphs.names();
    ObjectNode all = json.createObjectNode();
    ArrayNode done = all.putArray("graphs");
    List<Failure> failures = new ArrayList<>();
    for (String name : names) {
      try {
        CleanupAnswer answer = graphs.get(name).cleanup(request);
        ObjectNode one = done.addObject().put("graph", name);
        one.setAll(Events.tree(json, WriteJson.cleanup(answer)));
        invocation.number("objects_deleted", answer.dryRun() ? 0 : answer.total().objects());
      } catch (GraphException e) {
        invocation.failed(e);
        LOG.errorf(e, "Graph %s was not cleaned up: %s", name, e.code());
        failures.add(new Failure(name, e));
      }
    }
    LOG.info(all.toString());
    if (!failures.isEmpty()) {
      throw EventException.summary(failures);
    }
    return all;
  }
}

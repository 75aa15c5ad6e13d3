package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.wire.WriteJson;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  private final OwnGraphs graphs;
  private final ObjectMapper json;

  CleanupHandler(EventRun run, OwnGraphs graphs, ObjectMapper json) {
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
    EachGraph all = new EachGraph(json, invocation, LOG);
    return all.run(
            names,
            "Graph %s was not cleaned up: %s",
            name -> {
              CleanupAnswer answer = graphs.get(name, "cleanup").cleanup(request);
              all.answer(name).setAll(Events.tree(json, WriteJson.cleanup(answer)));
              invocation.number("objects_deleted", answer.dryRun() ? 0 : answer.total().objects());
            })
        .summary();
  }
}

package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.Graph;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.WriteJson;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jboss.logging.Logger;

/**
 * Compacts and indexes on a schedule. The payload {@code {"graph": …, "branch": …}} picks one graph
 * and one branch; without them it is every graph and every branch. One failure does not keep the
 * others from being done; it fails the invocation in the end.
 */
@Named("optimize")
public class OptimizeHandler implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(OptimizeHandler.class);
  private static final String ACTOR = "optimize";

  private final EventRun run;
  private final OwnGraphs graphs;
  private final ObjectMapper json;

  OptimizeHandler(EventRun run, OwnGraphs graphs, ObjectMapper json) {
    this.run = run;
    this.graphs = graphs;
    this.json = json;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = Events.read(json, input);
    json.writeValue(
        output, run.run("optimize", context, invocation -> optimize(event, invocation)));
  }

  private ObjectNode optimize(JsonNode event, Invocation invocation) {
    MaintenancePayload payload = MaintenancePayload.of(event);
    EachGraph all = new EachGraph(json, invocation, LOG);
    return all.run(
            payload.graphs(graphs::names),
            "Graph %s was not optimized: %s",
            name -> {
              Graph graph = graphs.get(name, "optimize");
              for (BranchName branch : payload.branches(graph::branchNames)) {
                OptimizeAnswer answer = graph.optimize(WriteOptions.on(branch, ACTOR));
                all.answer(name).setAll(Events.tree(json, WriteJson.optimize(answer)));
                if (answer.commitId() != null) {
                  invocation.name("commit", answer.commitId().toString());
                }
              }
            })
        .summary();
  }
}

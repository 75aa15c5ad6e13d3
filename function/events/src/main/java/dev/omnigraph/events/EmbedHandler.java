package dev.omnigraph.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.Graph;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.function.OmnigraphConfig;
import dev.omnigraph.function.watch.Invocation;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.WriteJson;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Makes the vectors that are missing, on a schedule. The payload {@code {"graph": …, "branch": …}}
 * picks one graph and one branch; without them it is every graph and every branch. What does not
 * fit the time of the function is left to the next run. One failure does not keep the others from
 * being done; it fails the invocation in the end.
 */
@Named("embed")
public class EmbedHandler implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(EmbedHandler.class);
  private static final String ACTOR = "embed";

  /** For the commit of the last batch. */
  private static final Duration LAST_COMMIT = Duration.ofSeconds(10);

  private final EventRun run;
  private final OwnGraphs graphs;
  private final OmnigraphConfig config;
  private final ObjectMapper json;

  EmbedHandler(EventRun run, OwnGraphs graphs, OmnigraphConfig config, ObjectMapper json) {
    this.run = run;
    this.graphs = graphs;
    this.config = config;
    this.json = json;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode event = Events.read(json, input);
    json.writeValue(
        output, run.run("embed", context, invocation -> embed(event, context, invocation)));
  }

  private ObjectNode embed(JsonNode event, Context context, Invocation invocation) {
    MaintenancePayload payload = MaintenancePayload.of(event);
    EachGraph all = new EachGraph(json, invocation, LOG);
    return all.run(
            payload.graphs(graphs::names),
            "The vectors of graph %s were not made: %s",
            name -> {
              Graph graph = graphs.get(name, "embed");
              for (BranchName branch : payload.branches(graph::branchNames)) {
                EmbedAnswer answer =
                    graph.embed(
                        new EmbedRequest(
                            WriteOptions.on(branch, ACTOR), Long.MAX_VALUE, timeFor(context)),
                        embedded -> {});
                all.answer(name).setAll(Events.tree(json, WriteJson.embed(answer)));
              }
            })
        .summary();
  }

  /** Until when a batch may begin, so that it is committed before the process is stopped. */
  private Duration timeFor(Context context) {
    Duration time =
        Duration.ofMillis(context.getRemainingTimeInMillis())
            .minus(config.time().reserve())
            .minus(config.embed().time())
            .minus(LAST_COMMIT);
    return time.isNegative() ? Duration.ZERO : time;
  }
}

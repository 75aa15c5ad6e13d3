package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.cli.OutputOptions.Format;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "query",
    description = "Runs a read query; writes nothing, ever.",
    footer = {"", "Example:", "  omnigraph query flights.gq direct from=LAS state=HI"},
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private QueryFile query = new QueryFile();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Option(names = "--steps", description = "Also what each step of the plan read.")
  private boolean steps;

  @Option(
      names = "--explain",
      description = "Instead of the rows: what the query means, and how and at what cost it ran.")
  private boolean explain;

  @Override
  public Integer call() {
    Output printed = output.rows();
    QueryRequest request =
        new QueryRequest(
            query.source(),
            query.fileName(),
            query.name(),
            query.arguments(),
            Past.at(branch, past));
    try (Reach graph = place.reach()) {
      if (printed.format() == Format.NDJSON && graph instanceof Reach.Here here) {
        QueryAnswer unused =
            place
                .waitsBesideOutput()
                .during(() -> here.graph().query(request, lines(printed.out())));
      } else {
        print(printed, query(graph, request, explain), graph, explain, steps);
      }
    }
    return 0;
  }

  static Answer query(Reach graph, QueryRequest request, boolean explains) {
    return graph.call(
        (here, meter) -> ReadJson.query(here.query(request), meter.report(), explains),
        ApiRequest.of("POST", Repetition.SAFE, "query")
            .from("query", request.file())
            .json(
                json -> {
                  json.writeStringField("query", request.source());
                  Bodies.optional(json, "name", request.name());
                  Bodies.value(json, "params", request.arguments());
                  Bodies.state(json, request.at());
                  json.writeBooleanField("explain", explains);
                }));
  }

  /** What was read, as it was asked for. */
  static void print(
      Output printed, Answer answer, Reach graph, boolean explains, boolean withSteps) {
    if (printed.format() == Format.JSON) {
      printed.out().println(answer.text());
    } else if (explains) {
      printed.out().print(answer.text("explanation"));
    } else {
      rows(printed, answer, graph, withSteps);
    }
  }

  /** Rows, and below them what they cost. */
  static void rows(Output printed, Answer answer, Reach graph, boolean withSteps) {
    printed.rows(
        answer,
        out -> {
          String rows = Costs.count(answer.json().path("rows").size(), "row");
          out.println(Costs.line(rows, answer.commit(), graph.cost()));
          if (withSteps) {
            out.println();
            steps(answer).print(out);
          }
        });
  }

  private static TextTable steps(Answer answer) {
    TextTable steps = new TextTable(List.of("step", "access", "rows", "cost", "time"));
    for (JsonNode step : answer.json().path("profile").path("steps")) {
      steps.add(
          List.of(
              step.path("operator").asText(),
              step.path("access").asText(),
              step.path("rows").asLong(),
              Costs.cost(step.path("requests").asLong(), step.path("bytes_read").asLong()),
              Costs.time(Duration.ofMillis(step.path("elapsed_ms").asLong()))));
    }
    return steps;
  }

  /** Rows are printed as they come: an answer may be larger than memory. */
  private static RowSink lines(PrintWriter out) {
    return new RowSink() {
      private List<QueryAnswer.Column> columns = List.of();

      @Override
      public void columns(List<QueryAnswer.Column> named) {
        columns = named;
      }

      @Override
      public void row(List<@Nullable Object> values) {
        out.println(JsonBody.text(ReadJson.row(columns, values)));
      }
    };
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.CallReport;
import dev.omnigraph.Graph;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.exec.Explanation;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.RowSink;
import dev.omnigraph.exec.StepReport;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import java.io.PrintWriter;
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
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private QueryFile query = new QueryFile();

  @ArgGroup private @Nullable Past past;

  @Option(names = "--json", description = "One JSON object for each row, and nothing else.")
  private boolean json;

  @Option(names = "--profile", description = "Also what each step of the plan read.")
  private boolean profile;

  @Option(
      names = "--explain",
      description = "Instead of the rows: what the query means, and how and at what cost it ran.")
  private boolean explain;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    QueryRequest request =
        new QueryRequest(
            query.source(),
            query.fileName(),
            query.name(),
            query.arguments(),
            Past.at(branch, past));
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      if (json) {
        graph.query(request, jsonLines(out));
      } else if (explain) {
        QueryAnswer answer = graph.query(request);
        out.print(Explanation.of(answer, meter.report().io()));
      } else {
        QueryAnswer answer = graph.query(request);
        print(out, answer, meter.report());
      }
    }
    return 0;
  }

  private void print(PrintWriter out, QueryAnswer answer, CallReport report) {
    TextTable table =
        new TextTable(answer.columns().stream().map(QueryAnswer.Column::name).toList());
    answer.rows().forEach(table::add);
    table.print(out);
    out.println(Costs.line(Costs.count(answer.rows().size(), "row"), answer.commitId(), report));
    if (profile) {
      TextTable steps = new TextTable(List.of("step", "access", "rows", "cost", "time"));
      for (StepReport step : answer.report().steps()) {
        steps.add(
            List.of(
                step.operator(),
                step.access(),
                step.rows(),
                Costs.cost(step.io()),
                Costs.time(step.elapsed())));
      }
      out.println();
      steps.print(out);
    }
  }

  /** Rows are printed as they come: an answer may be larger than memory. */
  private static RowSink jsonLines(PrintWriter out) {
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

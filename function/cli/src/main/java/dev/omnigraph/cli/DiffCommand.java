package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.DiffAnswer;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.wire.ChangeParams;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    description = "Shows what differs between two states, entity by entity.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ChangeOptions options = new ChangeOptions();

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "The earlier state: a branch, BRANCH@COMMIT or BRANCH@TIME.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "The later state, in the same way.")
  private String to = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ReadAt earlier = ChangeParams.state("FROM", from);
    ReadAt later = ChangeParams.state("TO", to);
    DiffRequest request = DiffRequest.of(earlier, later).only(options.filter());
    ChangeLines lines = new ChangeLines(out, options.json());
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      DiffAnswer page = graph.diff(request);
      lines.print(page.schema(), page.changes(), true);
      // Later pages are of the states of the first, whatever is written to the branches meanwhile.
      ReadAt.Commit first = new ReadAt.Commit(earlier.branch(), page.from());
      ReadAt.Commit second = new ReadAt.Commit(later.branch(), page.to());
      while (page.next() != null) {
        page =
            graph.diff(
                DiffRequest.of(first, second)
                    .only(options.filter())
                    .page(DiffRequest.LIMIT, page.next()));
        lines.print(page.schema(), page.changes(), false);
      }
      if (!options.json()) {
        String what = Costs.count(lines.count(), "change");
        out.println(Costs.line(what, page.to(), meter.report()));
      }
    }
    return 0;
  }
}

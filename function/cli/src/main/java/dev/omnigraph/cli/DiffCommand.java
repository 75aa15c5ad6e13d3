package dev.omnigraph.cli;

import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ChangeJson;
import dev.omnigraph.wire.ChangeParams;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    description = "Shows what differs between two states, entity by entity.",
    footer = {"", "Example:", "  omnigraph diff main draft"},
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ChangeFilterOptions wanted = new ChangeFilterOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "The earlier state: a branch, BRANCH@COMMIT or BRANCH@TIME.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "The later state, in the same way.")
  private String to = "";

  @Override
  public Integer call() {
    ReadAt earlier = ChangeParams.state("FROM", from);
    ReadAt later = ChangeParams.state("TO", to);
    Output printed = output.rows();
    ChangeLines lines = new ChangeLines(printed);
    try (Reach graph = place.reach()) {
      Answer page = page(graph, DiffRequest.of(earlier, later), from, to);
      lines.print(page);
      // Later pages are of the states of the first, whatever is written to the branches meanwhile.
      CommitId first = new CommitId(page.text("from"));
      CommitId second = new CommitId(page.text("to"));
      DiffRequest same =
          DiffRequest.of(
              new ReadAt.Commit(earlier.branch(), first),
              new ReadAt.Commit(later.branch(), second));
      while (page.optional("next") != null) {
        page =
            page(
                graph,
                same.page(DiffRequest.LIMIT, page.optional("next")),
                earlier.branch() + "@" + first,
                later.branch() + "@" + second);
        lines.print(page);
      }
      lines.complete();
      if (printed.isTable()) {
        String what = Costs.count(lines.count(), "change");
        printed.out().println(Costs.line(what, second, graph.cost()));
      }
    }
    return 0;
  }

  private Answer page(Reach graph, DiffRequest states, String earlier, String later) {
    DiffRequest request = states.only(wanted.filter());
    return graph.call(
        (here, meter) -> ChangeJson.diff(here.diff(request)),
        wanted
            .in(ApiRequest.get("diff"))
            .parameter("from", earlier)
            .parameter("to", later)
            .parameter("limit", request.limit())
            .parameter("after", request.after()));
  }
}

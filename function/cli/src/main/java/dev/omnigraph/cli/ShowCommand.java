package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.Commit;
import dev.omnigraph.call.CommitChangesAnswer;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.id.CommitId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows a commit and what it changed, entity by entity.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ChangeOptions options = new ChangeOptions();

  @Parameters(paramLabel = "COMMIT", description = "A commit of the branch's history.")
  private String commit = "";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ChangeLines lines = new ChangeLines(out, options.json());
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      CommitChangesAnswer page = graph.commitChanges(request(null));
      if (!options.json()) {
        cause(out, page.cause());
      }
      lines.print(page.schema(), page.changes(), true);
      while (page.next() != null) {
        page = graph.commitChanges(request(page.next()));
        lines.print(page.schema(), page.changes(), false);
      }
      if (!options.json()) {
        String what = Costs.count(lines.count(), "change");
        out.println(Costs.line(what, page.cause().commitId(), meter.report()));
      }
    }
    return 0;
  }

  private CommitChangesRequest request(@Nullable String after) {
    return new CommitChangesRequest(
        branch.name(), new CommitId(commit), options.filter(), DiffRequest.LIMIT, after);
  }

  /** {@code mutate by ann at 2026-01-31T12:00:00Z}. */
  static String by(Commit cause) {
    return "%s by %s at %s".formatted(cause.kind().text(), cause.actor(), cause.authoredAt());
  }

  private static void cause(PrintWriter out, Commit cause) {
    out.println(by(cause));
    if (!cause.parents().isEmpty()) {
      out.println(
          cause.parents().stream()
              .map(CommitId::text)
              .collect(Collectors.joining(", ", "parents: ", "")));
    }
  }
}

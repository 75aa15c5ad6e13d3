package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.CommitChangesRequest;
import dev.omnigraph.call.DiffRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.ChangeJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows a commit and what it changed, entity by entity.",
    footer = {"", "Example:", "  omnigraph show COMMIT --type Airport"},
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ChangeFilterOptions wanted = new ChangeFilterOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "COMMIT", description = "A commit of the branch's history.")
  private String commit = "";

  @Override
  public Integer call() {
    Output printed = output.rows();
    ChangeLines lines = new ChangeLines(printed);
    try (Reach graph = place.reach()) {
      Answer page = page(graph, null);
      JsonNode cause = page.json().path("cause");
      if (printed.isTable()) {
        cause(printed.out(), cause);
      }
      lines.print(page);
      while (page.optional("next") != null) {
        page = page(graph, page.optional("next"));
        lines.print(page);
      }
      lines.complete();
      if (printed.isTable()) {
        String what = Costs.count(lines.count(), "change");
        printed.out().println(Costs.line(what, cause.path("commit").asText(), graph.cost()));
      }
    }
    return 0;
  }

  private Answer page(Reach graph, @Nullable String after) {
    CommitChangesRequest request =
        new CommitChangesRequest(
            branch.name(), new CommitId(commit), wanted.filter(), DiffRequest.LIMIT, after);
    return graph.call(
        (here, meter) -> ChangeJson.commitChanges(here.commitChanges(request)),
        wanted
            .in(ApiRequest.get("commits", commit, "changes"))
            .parameter("branch", branch.name())
            .parameter("limit", request.limit())
            .parameter("after", after));
  }

  /** {@code mutate by ann at 2026-01-31T12:00:00Z}. */
  static String by(JsonNode cause) {
    return "%s by %s at %s"
        .formatted(
            cause.path("kind").asText(),
            cause.path("actor").asText(),
            cause.path("authored_at").asText());
  }

  private static void cause(PrintWriter out, JsonNode cause) {
    out.println(by(cause));
    if (!cause.path("parents").isEmpty()) {
      out.println("parents: " + String.join(", ", Answer.texts(cause.path("parents"))));
    }
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "merge",
    description = "Merges a branch into another as one commit, or shows what stands against it.",
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private Decisions decisions = new Decisions();

  @Parameters(paramLabel = "SOURCE", description = "The branch to merge.")
  private String source = "";

  @Option(
      names = "--commit",
      paramLabel = "COMMIT",
      description = "One of the source's commits. Default: its newest.")
  private @Nullable String commit;

  @Option(names = "--delete-branch", description = "Deletes the source's branch afterwards.")
  private boolean deletesBranch;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    BranchName name = new BranchName(source);
    String wanted = commit;
    ReadAt at =
        wanted == null ? new ReadAt.Head(name) : new ReadAt.Commit(name, new CommitId(wanted));
    MergeRequest request =
        MergeRequest.of(at, conditions.options(branch, actor))
            .preferring(decisions.prefer())
            .resolving(decisions.resolutions())
            .deletingSource(deletesBranch);
    ConflictWindow dryRun = decisions.dryRun();
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      MergeAnswer answer = dryRun == null ? graph.merge(request) : graph.planMerge(request, dryRun);
      Decisions.print(answer.found(), out);
      out.println(Costs.line(what(answer), answer.commitId(), meter.report()));
      return answer.found().isEmpty() ? 0 : 1;
    }
  }

  private static String what(MergeAnswer answer) {
    String what = Decisions.what(answer.outcome().text(), answer.tables());
    Boolean deleted = answer.branchDeleted();
    if (deleted == null) {
      return what;
    }
    return what + (deleted ? ", branch deleted" : ", the branch stays");
  }
}

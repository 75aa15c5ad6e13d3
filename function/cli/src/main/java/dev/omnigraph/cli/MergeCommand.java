package dev.omnigraph.cli;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.wire.WriteJson;
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
    footer = {"", "Example:", "  omnigraph merge draft --dry-run"},
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private Decisions decisions = new Decisions();
  @Mixin private OutputOptions output = new OutputOptions();

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
    BranchName name = new BranchName(source);
    String wanted = commit;
    ReadAt at =
        wanted == null ? new ReadAt.Head(name) : new ReadAt.Commit(name, new CommitId(wanted));
    WriteOptions options = conditions.options(branch, actor);
    MergeRequest request =
        MergeRequest.of(at, options)
            .preferring(decisions.prefer())
            .resolving(decisions.resolutions())
            .deletingSource(deletesBranch);
    ConflictWindow dryRun = decisions.dryRun();
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) ->
                  WriteJson.merge(
                      dryRun == null ? here.merge(request) : here.planMerge(request, dryRun),
                      meter.report()),
              ApiRequest.of("POST", Repetition.KEYED, "merge")
                  .conditions(options)
                  .json(
                      json -> {
                        json.writeStringField("source", source);
                        Bodies.optional(json, "source_commit", wanted);
                        json.writeStringField("branch", options.branch().text());
                        json.writeBooleanField("delete_branch", deletesBranch);
                        decisions.write(json);
                      }));
      printed.object(
          answer,
          out -> {
            Decisions.print(answer, out);
            out.println(Costs.line(what(answer), answer.commit(), graph.cost()));
          });
      return Decisions.areNeeded(answer) ? ExitCodes.WRONG : ExitCodes.DONE;
    }
  }

  private static String what(Answer answer) {
    String what = Decisions.what(answer);
    if (!answer.json().has("branch_deleted")) {
      return what;
    }
    return what + (answer.flag("branch_deleted") ? ", branch deleted" : ", the branch stays");
  }
}

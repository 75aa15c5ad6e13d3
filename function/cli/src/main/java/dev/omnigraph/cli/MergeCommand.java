package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Parameters(paramLabel = "SOURCE", description = "The branch to merge.")
  private String source = "";

  @Option(
      names = "--commit",
      paramLabel = "COMMIT",
      description = "One of the source's commits. Default: its newest.")
  private @Nullable String commit;

  @Option(
      names = "--prefer",
      paramLabel = "SIDE",
      description = "Which side decides where both changed the same: source or target.")
  private @Nullable String prefer;

  @Option(
      names = "--take",
      paramLabel = "SIDE:TYPE:ID",
      description = "What becomes of one entity: source, target or base, its type and its id.")
  private List<String> takes = List.of();

  @Option(names = "--dry-run", description = "Writes nothing, and shows what would happen.")
  private boolean dryRun;

  @Option(names = "--delete-branch", description = "Deletes the source's branch afterwards.")
  private boolean deletesBranch;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    MergeRequest request = request();
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      MergeAnswer answer = dryRun ? graph.planMerge(request) : graph.merge(request);
      answer.conflicts().forEach(conflict -> out.println(line(conflict)));
      out.println(Costs.line(what(answer), answer.commitId(), meter.report()));
      return answer.conflicts().isEmpty() ? 0 : 1;
    }
  }

  private MergeRequest request() {
    BranchName name = new BranchName(source);
    ReadAt at =
        commit == null ? new ReadAt.Head(name) : new ReadAt.Commit(name, new CommitId(commit));
    List<Resolution> resolutions = new ArrayList<>();
    takes.forEach(take -> resolutions.add(resolution(take)));
    return MergeRequest.of(at, conditions.options(branch, actor))
        .preferring(prefer == null ? Prefer.NONE : constant("--prefer", prefer, Prefer.values()))
        .resolving(resolutions)
        .deletingSource(deletesBranch);
  }

  private Resolution resolution(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 3) {
      throw new ParameterException(
          spec.commandLine(), "--take needs SIDE:TYPE:ID, not \"%s\".".formatted(text));
    }
    Take take = constant("--take", parts[0], new Take[] {Take.SOURCE, Take.TARGET, Take.BASE});
    return Resolution.of(parts[1], parts[2], take);
  }

  private <E extends Enum<E>> E constant(String option, String text, E[] constants) {
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw new ParameterException(
        spec.commandLine(), "%s does not know \"%s\".".formatted(option, text));
  }

  private static String line(MergeConflict conflict) {
    String property = conflict.property() == null ? "" : conflict.property() + ": ";
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.kind().text(), conflict.type(), conflict.id(), property, conflict.reason());
  }

  private static String what(MergeAnswer answer) {
    StringBuilder text = new StringBuilder(answer.outcome().text().replace('_', ' '));
    for (MergeAnswer.Table table : answer.tables()) {
      text.append(", ").append(table.type());
      text.append(" +").append(table.inserted());
      text.append(" ~").append(table.updated());
      text.append(" -").append(table.deleted());
    }
    if (answer.branchDeleted() != null) {
      text.append(answer.branchDeleted() ? ", branch deleted" : ", the branch stays");
    }
    return text.toString();
  }
}

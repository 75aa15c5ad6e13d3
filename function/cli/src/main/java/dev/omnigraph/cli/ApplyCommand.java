package dev.omnigraph.cli;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.schema.SchemaChangeError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Makes a graph as a project folder says, as one commit.",
    footer = {"", "Example:", "  omnigraph apply project"},
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  /** Each is one commit of somebody else's that came between plan and commit. */
  private static final int TRIES = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = {
        "Only what this plan says, as `plan --out` or `plan --json` wrote it.",
        "It is refused when the folder is another one since, or the graph in more than its data."
      })
  private @Nullable Path planned;

  @Option(
      names = "--expect",
      paramLabel = "COMMIT",
      description = "Only if this is still the branch's newest commit.")
  private @Nullable String expected;

  @Option(
      names = "--allow-drop",
      description =
          "Types and properties that graph.pg leaves out go with their data."
              + " With --plan, those of the plan go in any case.")
  private boolean allowDrops;

  @Override
  public Integer call() {
    Output printed = output.object();
    PlannedApply plan = planned == null ? null : PlannedApply.read(planned);
    ProjectFolder project = options.read(branch.name());
    try (Reach graph = place.reach()) {
      Answer answer = apply(graph, project, plan);
      printed.object(answer, out -> print(out, answer, graph.cost()));
    }
    return ExitCodes.DONE;
  }

  private Answer apply(Reach graph, ProjectFolder project, @Nullable PlannedApply plan) {
    for (int attempt = 1; ; attempt++) {
      WriteOptions write = WriteOptions.on(branch.name(), actor.name());
      ApplyRequest request = options.request(project, write);
      ProjectPlan now = ProjectPlan.of(graph, request);
      if (!now.isSupported()) {
        // Says what is refused, and why, as `schema apply` does.
        Answer unused = ProjectPlan.tried(graph, request);
        continue;
      }
      if (plan != null && now.size() > 0) {
        plan.require(graph, now, now.json(project, options.eraseHistory()));
      } else if (!allowDrops && SchemaApplyCommand.drops(now.schemaSteps())) {
        throw SchemaApplyCommand.dropping(
            GraphException.of(SchemaChangeError.SCHEMA_DROPS, new Losses(now.losses()).text()));
      }
      if (now.size() == 0 && expected == null) {
        return now.trial();
      }
      CommitId head = expected == null ? now.commit() : new CommitId(expected);
      try {
        return ProjectPlan.apply(graph, options.request(project, write.expecting(head)));
      } catch (GraphException e) {
        boolean hasMoved = Failures.is(e, ProtocolError.HEAD_MOVED);
        if (!hasMoved || expected != null || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private static void print(PrintWriter out, Answer answer, Cost cost) {
    List<String> steps = new ArrayList<>(Answer.texts(answer.json().path("schema")));
    steps.addAll(ProjectPlan.fileLines(answer));
    steps.forEach(step -> out.println("  " + step));
    String what = steps.isEmpty() ? "nothing to do" : Costs.count(steps.size(), "step") + " done";
    out.println(Costs.line(what, answer.commit(), cost));
  }
}

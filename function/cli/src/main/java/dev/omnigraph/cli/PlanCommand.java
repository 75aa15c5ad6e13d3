package dev.omnigraph.cli;

import dev.omnigraph.commit.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = "Shows what `apply` would do with a project folder, and changes nothing.",
    footer = {"", "Example:", "  omnigraph plan project --out plan.json"},
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--exit-code",
      description = "End with 9 instead of 0 when there is something to do.")
  private boolean tellsByCode;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also write the plan to this file, for `apply --plan`.")
  private @Nullable Path out;

  /** 0 when the plan can be applied, 1 when a step is refused. */
  @Override
  public Integer call() throws IOException {
    Output printed = output.object();
    ProjectFolder project = options.read(branch.name());
    try (Reach graph = place.reach()) {
      ProjectPlan plan =
          ProjectPlan.of(graph, options.request(project, WriteOptions.on(branch.name(), "nobody")));
      Answer json = plan.json(project, options.eraseHistory());
      printed.object(json, text -> plan.print(text, graph.cost()));
      if (!plan.isSupported()) {
        return ExitCodes.WRONG;
      }
      if (out != null) {
        write(out, json.text());
      }
      return tellsByCode && plan.size() > 0 ? ExitCodes.TO_DO : ExitCodes.DONE;
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (NewFile written = new NewFile(file)) {
      try (var stream = written.open()) {
        stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      }
      written.complete();
    }
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.remote.Urls;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = {
      "Checks the program, its configuration, the credentials, and that the graph can be reached.",
      "Says who you are to the graph, what its policies let you do, and what to do about what fails."
          + " Writes one small object below the graph's root and deletes it."
          + " Exits with 1 when a check fails."
    },
    footer = {"", "Example:", "  omnigraph doctor"},
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("status"), Column.of("check"), Column.of("finding"), Column.of("next_step"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--read-only", description = "Writes nothing: the right to write is not checked.")
  private boolean readOnly;

  @Override
  public Integer call() {
    Output printed = output.list();
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("program", "%s, %s".formatted(Version.own(), Version.runtime())));
    checks.addAll(SettingsChecks.of(place));
    if (place.isNamed() && checks.stream().noneMatch(Check::isFailed)) {
      checks.addAll(graph());
    }
    if (printed.isTable()) {
      checks.forEach(check -> printed.out().println(check.text(printed.isColoured())));
    } else {
      String text =
          JsonBody.text(json -> JsonBody.list(json, "checks", checks, (to, it) -> it.write(to)));
      printed.list(Answer.of(text), "checks", COLUMNS, out -> {});
    }
    return checks.stream().anyMatch(Check::isFailed) ? ExitCodes.WRONG : ExitCodes.DONE;
  }

  private List<Check> graph() {
    String root = place.place().value();
    List<Check> checks = new ArrayList<>();
    if (!Urls.isUrl(root)) {
      checks.addAll(StoreChecks.of(root, place.configuration().environment(), readOnly));
    }
    if (checks.stream().noneMatch(Check::isInTheWay)) {
      try (Reach graph = place.reach()) {
        if (graph instanceof Reach.There there) {
          checks.addAll(ServerChecks.of(there.api(), place.configuration()));
        }
        if (checks.stream().noneMatch(Check::isInTheWay)) {
          List<Check> caller =
              CallerChecks.of(
                  graph, branch, whose(root), e -> Failures.help(e, spec.commandLine()));
          if (caller.stream().noneMatch(Check::isFailed)) {
            checks.replaceAll(ServerChecks::accepted);
          }
          checks.addAll(caller);
        }
      } catch (GraphException e) {
        checks.add(Check.fail("graph state", String.valueOf(e.getMessage()), e.nextStep()));
      }
    }
    return checks;
  }

  /** What the system knows of whoever reaches a graph without a server. */
  private String whose(String root) {
    if (Urls.isUrl(root)) {
      return "";
    }
    return StoreChecks.owner(root)
        .map(
            owner ->
                owner.equals(ActorOption.of(spec))
                    ? ", who owns the folder"
                    : "; the folder belongs to " + owner)
        .orElse(", as this system calls its user");
  }
}

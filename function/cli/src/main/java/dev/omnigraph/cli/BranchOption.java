package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.Setting;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which branch of the graph a command is about. */
final class BranchOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-b", "--branch"},
      paramLabel = "BRANCH",
      description = "The branch. Default: the profile's, or main.")
  private @Nullable String name;

  BranchName name() {
    return name != null
        ? new BranchName(name)
        : GraphOption.in(spec)
            .flatMap(place -> place.configuration().branch())
            .map(Setting::value)
            .map(BranchName::new)
            .orElse(BranchName.MAIN);
  }

  ReadAt head() {
    return new ReadAt.Head(name());
  }
}

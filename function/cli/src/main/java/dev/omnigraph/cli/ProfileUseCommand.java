package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.ConfigFile;
import dev.omnigraph.cli.settings.Configuration;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "use",
    description = "Makes a profile the one that is used where none is named.",
    footer = {"", "Example:", "  omnigraph profile use work"},
    mixinStandardHelpOptions = true)
final class ProfileUseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PROFILE", description = "The profile.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    ConfigFile file = ProfileCommand.file(spec);
    Configuration.require(file, name);
    file.use(name);
    return 0;
  }
}

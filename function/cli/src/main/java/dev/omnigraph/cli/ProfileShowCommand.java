package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.ConfigFile;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.wire.JsonBody;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows what a profile says.",
    footer = {"", "Example:", "  omnigraph profile show work"},
    mixinStandardHelpOptions = true)
final class ProfileShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "PROFILE", description = "The profile.")
  private String name = "";

  @Override
  public Integer call() {
    ConfigFile file = ProfileCommand.file(spec);
    Configuration.require(file, name);
    Answer answer = Answer.of(JsonBody.text(json -> ProfileCommand.write(json, file, name)));
    output
        .object()
        .object(
            answer,
            out -> {
              for (String setting : Configuration.SETTINGS) {
                file.value(name, setting)
                    .ifPresent(value -> out.printf("%-10s  %s%n", setting, value));
              }
            });
    return 0;
  }
}

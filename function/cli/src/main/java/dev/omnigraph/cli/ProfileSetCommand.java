package dev.omnigraph.cli;

import dev.omnigraph.cli.settings.ConfigFile;
import dev.omnigraph.cli.settings.Configuration;
import dev.omnigraph.cli.settings.SettingsError;
import dev.omnigraph.error.GraphException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "set",
    description = {
      "Sets what a profile says, and makes the profile where there is none.",
      "`graph`: a folder, s3://… or https://…; `token_env`: a variable with the token; `token_file`:"
          + " a file with it; `auth=iam`: sign requests; `region`; `branch`; `format`.",
      "An empty value takes a setting away."
    },
    footer = {
      "",
      "Example:",
      "  omnigraph profile set work graph=https://api.example.com/graphs/flights"
    },
    mixinStandardHelpOptions = true)
final class ProfileSetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PROFILE", description = "The profile.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "SETTING=VALUE",
      description = "What it is to say.")
  private List<String> settings = List.of();

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw invalid("\"%s\" is not a name; use letters, digits, - and _.".formatted(name));
    }
    settings.forEach(ProfileSetCommand::check);
    ConfigFile file = ProfileCommand.file(spec);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      file.set(name, parts[0], parts[1]);
    }
    return 0;
  }

  private static void check(String setting) {
    String[] parts = setting.split("=", 2);
    if (parts.length < 2 || !Configuration.SETTINGS.contains(parts[0])) {
      throw invalid("\"%s\" is not a setting.".formatted(setting));
    }
    String value = parts[1];
    boolean fits =
        value.isEmpty()
            || switch (parts[0]) {
              case "format" -> OutputOptions.of(value).isPresent();
              case "auth" -> Configuration.AUTH.contains(value);
              default -> value.chars().noneMatch(Character::isISOControl);
            };
    if (!fits) {
      throw invalid("\"%s\" cannot be the %s.".formatted(value, parts[0]));
    }
  }

  private static GraphException invalid(String message) {
    return GraphException.of(SettingsError.SETTING_INVALID, message).build();
  }
}

package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.omnigraph.cli.settings.ConfigFile;
import dev.omnigraph.cli.settings.Configuration;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

@Command(
    name = "profile",
    description = "Lists and changes the profiles of the configuration file.",
    footer = {"", "Example:", "  omnigraph profile list"},
    mixinStandardHelpOptions = true,
    subcommands = {
      ProfileListCommand.class,
      ProfileShowCommand.class,
      ProfileSetCommand.class,
      ProfileUseCommand.class,
    })
final class ProfileCommand {
  /** The file of the surroundings that a command runs in. */
  static ConfigFile file(CommandSpec spec) {
    return ConfigFile.read(ConfigFile.place(Main.of(spec).surroundings().environment()));
  }

  /** What a profile says; where its token is, and never the token. */
  static void write(JsonGenerator json, ConfigFile file, String name) throws IOException {
    json.writeStringField("profile", name);
    json.writeBooleanField("default", file.defaultProfile().filter(name::equals).isPresent());
    for (String setting : Configuration.SETTINGS) {
      json.writeStringField(setting, file.value(name, setting).orElse(null));
    }
  }
}

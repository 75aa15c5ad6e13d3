package dev.omnigraph.cli;

import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.settings.ConfigFile;
import dev.omnigraph.wire.JsonBody;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the profiles.",
    footer = {"", "Example:", "  omnigraph profile list"},
    mixinStandardHelpOptions = true)
final class ProfileListCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("profile"),
          new Column("default", profile -> profile.path("default").asBoolean() ? "yes" : ""),
          new Column("graph", profile -> profile.path("graph").asText("")),
          new Column("branch", profile -> profile.path("branch").asText("")));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    ConfigFile file = ProfileCommand.file(spec);
    String text =
        JsonBody.text(
            json ->
                JsonBody.list(
                    json,
                    "profiles",
                    List.copyOf(file.profiles()),
                    (to, name) -> ProfileCommand.write(to, file, name)));
    output.list().list(Answer.of(text), "profiles", COLUMNS, out -> {});
    return 0;
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.wire.JsonBody;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "version",
    description = "Shows the version of this program, and what it is made of.",
    footer = {"", "Example:", "  omnigraph version"},
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Map<String, String> parts = Version.parts();
    Answer answer =
        Answer.of(
            JsonBody.text(
                json -> {
                  for (Map.Entry<String, String> part : parts.entrySet()) {
                    json.writeStringField(part.getKey(), part.getValue());
                  }
                }));
    output
        .object()
        .object(
            answer,
            out -> parts.forEach((name, version) -> out.printf("%-10s %s%n", name, version)));
    return 0;
  }
}

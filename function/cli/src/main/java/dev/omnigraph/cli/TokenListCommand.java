package dev.omnigraph.cli;

import dev.omnigraph.cli.Output.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Lists the API tokens of a file, of which it has the hashes.",
    footer = {"", "Example:", "  omnigraph token list --file tokens.json"},
    mixinStandardHelpOptions = true)
final class TokenListCommand implements Callable<Integer> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name"),
          new Column("groups", token -> String.join(", ", Answer.texts(token.path("groups")))),
          Column.of("expires"),
          Column.of("created"),
          Column.of("by", "created_by"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE.json",
      description = "The file of tokens.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Output printed = output.list();
    Answer tokens = Answer.of(new TokenFile(file).read().json());
    printed.list(new Answer(tokens.json().toString(), tokens.json()), "tokens", COLUMNS, out -> {});
    return 0;
  }
}

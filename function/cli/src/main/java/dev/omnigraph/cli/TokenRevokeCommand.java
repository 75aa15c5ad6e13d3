package dev.omnigraph.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "revoke",
    description = {
      "Takes an API token out of a file.",
      "Servers that read the file refuse the token from then on."
    },
    footer = {"", "Example:", "  omnigraph token revoke ci --file tokens.json"},
    mixinStandardHelpOptions = true)
final class TokenRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "The token.")
  private String name = "";

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE.json",
      description = "The file of tokens.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    new TokenFile(file).change(tokens -> tokens.without(name));
    spec.commandLine().getOut().println("token " + name + " revoked");
    return 0;
  }
}

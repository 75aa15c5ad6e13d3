package dev.omnigraph.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "blob",
    description = "Reads and writes a blob by itself.",
    footer = {"", "Example:", "  omnigraph blob get Airport LAS photo"},
    mixinStandardHelpOptions = true,
    subcommands = {BlobGetCommand.class, BlobPutCommand.class})
final class BlobCommand {
  @ParentCommand private @Nullable Main main;

  @Nullable Main main() {
    return main;
  }
}

package dev.omnigraph.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who makes a commit. */
final class ActorOption {
  private static final String OPTION = "--actor";

  @Option(
      names = OPTION,
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who is recorded as the author of a commit. Default: ${DEFAULT-VALUE}.")
  private String name = "unknown";

  /** Who a command says that it acts for; the user of the system where it does not. */
  static String of(CommandSpec command) {
    return command
        .commandLine()
        .getParseResult()
        .matchedOptionValue(OPTION, System.getProperty("user.name", "unknown"));
  }

  static boolean isGiven(CommandSpec command) {
    return command.commandLine().getParseResult().hasMatchedOption(OPTION);
  }

  String name() {
    return name;
  }
}

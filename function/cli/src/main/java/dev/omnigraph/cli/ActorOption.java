package dev.omnigraph.cli;

import picocli.CommandLine.Option;

/** Who makes a commit. */
final class ActorOption {
  @Option(
      names = "--actor",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name:-unknown}",
      description = "Who is recorded as the author of a commit. Default: ${DEFAULT-VALUE}.")
  private String name = "unknown";

  String name() {
    return name;
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what a write depends, whatever it writes. */
final class WriteConditions {
  @Option(
      names = "--expect",
      paramLabel = "COMMIT",
      description = "Only if this is still the branch's newest commit.")
  private @Nullable String expected;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "Idempotency key: what is sent again under it is done once, and finished if it broke"
              + " off.")
  private @Nullable String key;

  WriteOptions options(BranchOption branch, ActorOption actor) {
    return options(branch.name(), actor);
  }

  WriteOptions options(BranchName branch, ActorOption actor) {
    CommitId head = expected == null ? null : new CommitId(expected);
    return WriteOptions.on(branch, actor.name()).expecting(head).keyed(key);
  }
}

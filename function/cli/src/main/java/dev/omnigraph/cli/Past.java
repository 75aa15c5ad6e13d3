package dev.omnigraph.cli;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.CommitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A state of a branch before the newest. */
final class Past {
  @Option(names = "--commit", paramLabel = "ID", description = "Read what this commit left.")
  private @Nullable String commit;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "Read the newest state at a time, as in 2026-01-31T12:00:00Z.")
  private @Nullable Instant time;

  /** The state that is read. */
  static ReadAt at(BranchOption branch, @Nullable Past past) {
    if (past != null && past.commit != null) {
      return new ReadAt.Commit(branch.name(), new CommitId(past.commit));
    }
    return past != null && past.time != null
        ? new ReadAt.Time(branch.name(), past.time)
        : branch.head();
  }
}

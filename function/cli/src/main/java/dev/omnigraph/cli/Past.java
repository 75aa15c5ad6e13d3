package dev.omnigraph.cli;

import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A state of a branch before the newest. */
final class Past {
  @Option(
      names = "--at",
      paramLabel = "COMMIT|TIME",
      description = "Read what this commit left, or the newest state at a time.")
  private @Nullable String at;

  @Option(names = "--commit", paramLabel = "ID", description = "Read what this commit left.")
  private @Nullable String commit;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = Converters.Time.class,
      description = "2026-01-31T12:00:00Z, say: read the newest state at that time.")
  private @Nullable Instant time;

  /** The state that is read. */
  static ReadAt at(BranchOption branch, @Nullable Past past) {
    if (past == null) {
      return branch.head();
    }
    if (past.at != null) {
      return of(branch.name(), past.at);
    }
    if (past.commit != null) {
      return new ReadAt.Commit(branch.name(), new CommitId(past.commit));
    }
    return past.time != null ? new ReadAt.Time(branch.name(), past.time) : branch.head();
  }

  /** A state of a branch by the commit that left it, or by a time. */
  static ReadAt of(BranchName branch, String commitOrTime) {
    try {
      return new ReadAt.Time(branch, OffsetDateTime.parse(commitOrTime).toInstant());
    } catch (DateTimeException e) {
      return new ReadAt.Commit(branch, new CommitId(commitOrTime));
    }
  }
}

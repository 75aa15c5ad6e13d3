package dev.omnigraph.call;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import java.time.Duration;

/**
 * The next commits of a branch.
 *
 * @param limit changes at most, at least 1; a commit with more comes in parts
 * @param longestWait how long to wait for a commit where there is none yet
 */
public record FeedRequest(
    BranchName branch, Start start, ChangeFilter filter, int limit, Duration longestWait) {
  public FeedRequest {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
    if (longestWait.isNegative()) {
      throw new IllegalArgumentException("wait " + longestWait);
    }
  }

  /** All changes, without waiting. */
  public static FeedRequest of(BranchName branch, Start start) {
    return new FeedRequest(branch, start, ChangeFilter.ALL, DiffRequest.LIMIT, Duration.ZERO);
  }

  public FeedRequest only(ChangeFilter wanted) {
    return new FeedRequest(branch, start, wanted, limit, longestWait);
  }

  public FeedRequest atMost(int changes) {
    return new FeedRequest(branch, start, filter, changes, longestWait);
  }

  public FeedRequest waiting(Duration longest) {
    return new FeedRequest(branch, start, filter, limit, longest);
  }

  /** The same from where an answer ended. */
  public FeedRequest from(String cursor) {
    return new FeedRequest(branch, new Cursor(cursor), filter, limit, longestWait);
  }

  /** Where a feed begins. */
  public sealed interface Start {}

  /** After the newest commit. */
  public record Now() implements Start {}

  /** With the first commit of the graph. */
  public record Beginning() implements Start {}

  /** With the commit that follows one. */
  public record After(CommitId commitId) implements Start {}

  /**
   * Where an answer, or an export, ended.
   *
   * @param text as that said
   */
  public record Cursor(String text) implements Start {}
}

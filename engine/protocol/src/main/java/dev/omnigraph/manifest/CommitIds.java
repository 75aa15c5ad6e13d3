package dev.omnigraph.manifest;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commit ids: {@code {operation ULID}-{seq}}, so that a commit is found by its id with one GET at
 * any depth of history. An operation publishes at most once, so the id is unique.
 */
public final class CommitIds {
  private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}-([1-9][0-9]{0,17})");

  private CommitIds() {}

  public static String of(String operationId, long seq) {
    return operationId + "-" + seq;
  }

  /** The seq that the id names, or empty when no commit can have it. */
  public static OptionalLong seq(String commitId) {
    Matcher matcher = FORM.matcher(commitId);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}

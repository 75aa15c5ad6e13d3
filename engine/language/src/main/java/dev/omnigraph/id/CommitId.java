package dev.omnigraph.id;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit: {@code {operation ULID}-{seq}}, so that it is found by its id with one GET at any depth
 * of history. An operation publishes at most once, so the id is unique. A caller may ask for any
 * text, which then is no commit's.
 */
public record CommitId(String text) implements Comparable<CommitId> {
  /** Of a branch before its first commit. */
  public static final CommitId NONE = new CommitId("");

  private static final Pattern FORM = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}-([1-9][0-9]{0,17})");

  public static CommitId of(OperationId operationId, long seq) {
    return new CommitId(operationId + "-" + seq);
  }

  /** The seq that the id names, or empty when no commit can have it. */
  public OptionalLong seq() {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  @Override
  public int compareTo(CommitId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

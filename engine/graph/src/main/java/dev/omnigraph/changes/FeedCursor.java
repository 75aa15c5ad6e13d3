package dev.omnigraph.changes;

import dev.omnigraph.call.ChangeFilter;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.id.TableId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a feed goes on. It is bound to the branch by its id, which no other branch has, in whatever
 * graph, and to the filter.
 *
 * @param seq of the last commit that was told whole; 0 before the first
 * @param commitId of that commit
 * @param part what was told of the commit after it; null when nothing was
 */
public record FeedCursor(BranchId branchId, long seq, CommitId commitId, @Nullable Part part) {
  private static final String VERSION = "f1";
  private static final int BINDING = 16;
  private static final int PARTS = 8;

  /** After everything that a state has, for a feed of these types, or of all. */
  public static String after(BranchView view, List<String> types) {
    ChangeFilter filter =
        types.isEmpty()
            ? ChangeFilter.ALL
            : new ChangeFilter(Set.of(), Set.copyOf(types), Set.of());
    return after(view).text(filter);
  }

  /** After everything that a state has. */
  static FeedCursor after(BranchView view) {
    return new FeedCursor(view.branchId(), view.seq(), view.commitId(), null);
  }

  static FeedCursor beginning(BranchView view) {
    return new FeedCursor(view.branchId(), 0, CommitId.NONE, null);
  }

  /** After another commit of the same branch. */
  FeedCursor at(long newSeq, CommitId newCommitId) {
    return new FeedCursor(branchId, newSeq, newCommitId, null);
  }

  @Nullable DiffCursor within() {
    return part == null ? null : part.last();
  }

  /** Within the commit that follows. */
  FeedCursor within(CommitId told, DiffCursor last) {
    return new FeedCursor(branchId, seq, commitId, new Part(told, last));
  }

  /**
   * A part of a commit.
   *
   * @param told the commit
   * @param last the last change that was told of it
   */
  record Part(CommitId told, DiffCursor last) {}

  String text(ChangeFilter filter) {
    String plain =
        String.join(
            "\n",
            VERSION,
            binding(filter),
            branchId.text(),
            Long.toString(seq),
            commitId.text(),
            part == null ? "" : part.told().text(),
            part == null ? "" : part.last().table().text(),
            part == null ? "" : part.last().id());
    String sealed = check(plain) + "\n" + plain;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(sealed.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws GraphException {@code feed_cursor} for a text that is none, or of another filter
   */
  static FeedCursor parse(String text, ChangeFilter filter) {
    String[] parts = parts(text);
    if (!parts[1].equals(binding(filter))) {
      throw GraphException.of(
              ChangesError.FEED_CURSOR, "The cursor belongs to a feed with another filter.")
          .build();
    }
    return new FeedCursor(
        new BranchId(parts[2]),
        Long.parseLong(parts[3]),
        new CommitId(parts[4]),
        parts[5].isEmpty()
            ? null
            : new Part(new CommitId(parts[5]), new DiffCursor(new TableId(parts[6]), parts[7])));
  }

  private static String[] parts(String text) {
    try {
      String sealed = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int end = sealed.indexOf('\n');
      String plain = sealed.substring(end + 1);
      String[] parts = plain.split("\n", PARTS);
      if (end > 0
          && sealed.substring(0, end).equals(check(plain))
          && parts.length == PARTS
          && parts[0].equals(VERSION)) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: refused like any other text.
    }
    throw GraphException.of(
            ChangesError.FEED_CURSOR, "This is not a cursor of a feed: \"" + text + "\".")
        .build();
  }

  /** One that was cut or mistyped would skip changes. */
  private static String check(String plain) {
    return Sha256.hex(plain).substring(0, BINDING);
  }

  private static String binding(ChangeFilter filter) {
    return Sha256.hex(filter.text()).substring(0, BINDING);
  }
}

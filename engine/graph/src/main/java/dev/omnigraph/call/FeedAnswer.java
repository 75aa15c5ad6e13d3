package dev.omnigraph.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits of a branch, in order. Whoever keeps the cursor when it is done with the blocks misses
 * nothing, whatever happens to it; it may get again what it did since.
 *
 * @param cursor where the next answer begins
 * @param caughtUp whether the branch had nothing after the blocks when it was read
 */
public record FeedAnswer(List<Block> blocks, String cursor, boolean caughtUp) {
  public FeedAnswer {
    blocks = List.copyOf(blocks);
  }

  /**
   * A commit, or a part of one that is too large for an answer.
   *
   * @param cause who made it, when and on what
   * @param schema what it did to the schema; in the first part
   * @param source the schema as it is after it, as {@code .pg} text, where it changed; in the first
   *     part
   * @param changes of those that are wanted: nodes before edges, then by the ids of their types,
   *     then by their own; none for maintenance
   * @param complete whether no other part follows
   */
  public record Block(
      Commit cause,
      List<DiffAnswer.SchemaStep> schema,
      @Nullable String source,
      List<Change> changes,
      boolean complete) {
    public Block {
      schema = List.copyOf(schema);
      changes = List.copyOf(changes);
    }
  }
}

package dev.omnigraph.row;

import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What the rules between rows ask of the state that a write is based on. {@link CommittedRows}
 * answers from all of it. A write that knows that only some rows can break a rule with it may
 * answer from those.
 */
public interface CommittedState {
  /** Those of the ids that exist. */
  Set<String> existing(EntityType type, Collection<String> ids);

  /**
   * Rows that may have the same values as written ones.
   *
   * @param column one by which rows can be found
   * @param values that written rows have in it
   */
  void sharing(
      EntityType type,
      List<String> columns,
      String column,
      Collection<?> values,
      CommittedRows.Visitor visitor);

  /** The same where no column can be looked up by: every row. */
  void all(EntityType type, List<String> columns, CommittedRows.Visitor visitor);

  /** Of these nodes those whose number of edges may be wrong after the write. */
  default Set<String> suspects(EdgeType type, Set<String> sources) {
    return sources;
  }

  /**
   * Every edge that leads from one of the nodes.
   *
   * @param visitor gets the columns {@code id} and {@code src}
   */
  void edgesFrom(EdgeType type, Collection<String> sources, CommittedRows.Visitor visitor);
}

package dev.omnigraph.exec;

import dev.omnigraph.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes an answer row by row, so that it may be larger than memory has room for. */
public interface RowSink {

  /** Called once, before anything else, with the logical commit that is read. */
  default void state(CommitId commitId) {}

  /** Called once, before any row. */
  void columns(List<QueryAnswer.Column> columns);

  /**
   * Called for each row, in order; the values as in {@link QueryAnswer#rows}, lists among them to
   * be read before it returns.
   */
  void row(List<@Nullable Object> values);
}

package dev.omnigraph.stored;

import dev.omnigraph.id.CommitId;
import java.util.List;
import java.util.SortedMap;

/**
 * The stored queries of a state.
 *
 * @param commitId the logical commit of the state
 * @param files by name; none where the caller may only call queries
 */
public record QueriesAnswer(
    CommitId commitId, List<StoredQuery> queries, SortedMap<String, String> files) {
  public QueriesAnswer {
    queries = List.copyOf(queries);
  }
}

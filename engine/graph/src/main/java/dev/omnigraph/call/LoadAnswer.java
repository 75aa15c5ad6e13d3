package dev.omnigraph.call;

import dev.omnigraph.id.CommitId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a load did, or a part of it that is one commit.
 *
 * @param commits that hold it, in order, each once; when nothing changed, the branch's newest
 * @param rows read and written by this run, by type name; those of replayed commits not included
 * @param keyless those of them, by type name, that name no id and have no key: each is a new
 *     entity, and loaded again it is another
 * @param nodes inserted, changed or deleted
 * @param edges the same, those deleted with their nodes included
 * @param replayed whether an earlier delivery of the same key did all of it
 */
public record LoadAnswer(
    List<CommitId> commits,
    SortedMap<String, Long> rows,
    SortedMap<String, Long> keyless,
    long nodes,
    long edges,
    boolean replayed) {
  /** Before the first commit. */
  public static final LoadAnswer NOTHING =
      new LoadAnswer(
          List.of(), Collections.emptySortedMap(), Collections.emptySortedMap(), 0, 0, true);

  public LoadAnswer {
    commits = List.copyOf(commits);
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    keyless = Collections.unmodifiableSortedMap(new TreeMap<>(keyless));
  }

  /** This and what the next part of the load did. */
  public LoadAnswer plus(LoadAnswer next) {
    List<CommitId> all = new ArrayList<>(commits);
    next.commits.stream()
        .filter(commit -> all.isEmpty() || !all.getLast().equals(commit))
        .forEach(all::add);
    return new LoadAnswer(
        all,
        sum(rows, next.rows),
        sum(keyless, next.keyless),
        nodes + next.nodes,
        edges + next.edges,
        replayed && next.replayed);
  }

  private static SortedMap<String, Long> sum(
      SortedMap<String, Long> counts, SortedMap<String, Long> more) {
    SortedMap<String, Long> sum = new TreeMap<>(counts);
    more.forEach((type, count) -> sum.merge(type, count, Long::sum));
    return sum;
  }
}

package dev.omnigraph.commit;

import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.table.Pin;
import java.util.List;
import java.util.SortedMap;

/**
 * What commits have to do with each other, whatever branches they are of; {@code
 * docs/build/versions.md} says how it is found. Reads only.
 */
public interface Ancestry {

  /**
   * How two states are related.
   *
   * @param ours the one that may become a commit with two parents
   * @param theirs the one that it would merge
   */
  Relation between(BranchView ours, BranchView theirs);

  /**
   * A state, whatever became of its branch since. Close it.
   *
   * @throws dev.omnigraph.error.GraphException {@code data_gone} when cleanup may have deleted its
   *     data, {@code commit_not_found} when there is no such commit
   */
  BranchView open(CommitPoint point);

  /**
   * The same, which finds a state on one of these chains with fewer requests, and has it as long as
   * one of their branches keeps it.
   */
  BranchView open(CommitPoint point, List<BranchView> chains);

  /**
   * The same without looking whether cleanup may have deleted its data: what it says of its tables
   * is right, and rows that other states still have are there. Reading others fails.
   */
  BranchView peek(CommitPoint point, List<BranchView> chains);

  /**
   * A state on the chain of another, which is there as long as the other's branch keeps it,
   * whatever became of the branch that wrote it. Close it.
   *
   * @throws dev.omnigraph.error.GraphException {@code data_gone}
   */
  BranchView open(BranchView of, long seq);

  /**
   * The records that follow a seq on the chain of a state, up to the state's own, oldest first.
   *
   * @param after a seq of the chain; 0 is before the first record
   */
  List<ManifestRecord> chain(BranchView of, long after);

  /** The same, the oldest of them, so many at most. */
  List<ManifestRecord> chain(BranchView of, long after, int most);

  /**
   * States that follow each other on the chain of another. Close them.
   *
   * @param first a seq of the chain, at least 1
   * @param next the records that follow it
   * @return the state at the seq, and that after each of the records
   * @throws dev.omnigraph.error.GraphException {@code data_gone}
   */
  List<BranchView> states(BranchView of, long first, List<ManifestRecord> next);

  /** The oldest seq of the chain of a state whose data is kept now. */
  long floor(BranchView of);

  /**
   * @throws dev.omnigraph.error.GraphException {@code data_gone} when cleanup may have taken the
   *     data of an earlier state on the chain of another
   */
  void requireKept(BranchView of, long seq);

  /** Whether nothing has been published after a state of its branch; one request. */
  boolean isNewest(BranchView of);

  /** The ids of a change set, wherever they are. */
  ChangeSet.Inline ids(ChangeSet changes);

  /** The versions of the tables at a seq of the chain of a state, up to the state's own. */
  SortedMap<TableId, Pin> pinsAt(BranchView of, long seq);
}

package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By branch id, the seq of the branch's history below which data may be gone: {@link
 * ObjectKeys#HORIZON}, changed by cleanup only. A branch that it does not name yet was forked from
 * one whose floor still holds. What it says only rises, and no branch is ever taken out.
 *
 * @param nonce fresh in every write
 */
public record Horizon(SortedMap<BranchId, Long> seqs, String nonce) {
  /** Of a graph that was never cleaned up; written with the graph, so that its loss shows. */
  public static Horizon first(String nonce) {
    return new Horizon(Collections.emptySortedMap(), nonce);
  }

  public Horizon {
    seqs = Collections.unmodifiableSortedMap(new TreeMap<>(seqs));
  }

  /** Whether all data of a state of the branch's history is still there. */
  public boolean covers(BranchObject branch, long seq) {
    return seq >= floor(branch);
  }

  /** The same of the history of a state. */
  public boolean covers(ManifestState state) {
    return state.seq() >= floor(state.branchId(), state.known().lineage());
  }

  /**
   * The same of an earlier state on the chain of one.
   *
   * @param branchId of the branch that keeps it
   */
  public boolean covers(ManifestState newest, BranchId branchId, long seq) {
    return seq >= floor(branchId, newest.known().lineage());
  }

  /** The oldest seq of the branch's history whose data is kept, ancestors' seqs included. */
  public long floor(BranchObject branch) {
    return floor(branch.branchId(), branch.lineage());
  }

  private long floor(BranchId branchId, List<CommitPoint> lineage) {
    Long own = seqs.get(branchId);
    if (own != null) {
      return own;
    }
    // A branch keeps the state that it was forked from, whatever its parent keeps.
    long capped = Long.MAX_VALUE;
    for (CommitPoint fork : lineage) {
      capped = Math.min(capped, fork.seq());
      Long inherited = seqs.get(fork.branchId());
      if (inherited != null) {
        return Math.min(inherited, capped);
      }
    }
    return 0;
  }

  /**
   * Whether it keeps less than another of some branch, so that data which that one keeps may go.
   */
  public boolean isAbove(Horizon other) {
    return seqs.entrySet().stream()
        .anyMatch(floor -> floor.getValue() > other.seqs.getOrDefault(floor.getKey(), 0L));
  }

  public byte[] encode() {
    return Json.object(
        out -> {
          out.writeStringField("nonce", nonce);
          Json.member(
              out,
              "branches",
              branches -> {
                for (Map.Entry<BranchId, Long> e : seqs.entrySet()) {
                  branches.writeNumberField(e.getKey().text(), e.getValue());
                }
              });
        });
  }

  /**
   * @throws UnreadableObject naming the object
   */
  public static Horizon decode(byte[] body) {
    Fields in = Json.parse(ObjectKeys.HORIZON, body);
    String nonce = in.text("nonce");
    Fields branches = in.object("branches");
    SortedMap<BranchId, Long> seqs = branches.by(BranchId::new, branches::count);
    in.end();
    return new Horizon(seqs, nonce);
  }
}

package dev.omnigraph.manifest;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.HoldName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By branch id, the seq of the branch's history below which data may be gone: {@link
 * ObjectKeys#HORIZON}. A branch that it does not name yet was forked from one whose floor still
 * holds. What it says only rises, never above a hold, and no branch is ever taken out. Floors are
 * changed by cleanup only, and holds are in the same object, so that neither is ever changed
 * without looking at the other.
 *
 * @param nonce fresh in every write
 */
public record Horizon(
    SortedMap<BranchId, Long> seqs, SortedMap<HoldName, Hold> holds, String nonce) {
  /** Of a graph that was never cleaned up; written with the graph, so that its loss shows. */
  public static Horizon first(String nonce) {
    return new Horizon(Collections.emptySortedMap(), Collections.emptySortedMap(), nonce);
  }

  public Horizon {
    seqs = Collections.unmodifiableSortedMap(new TreeMap<>(seqs));
    holds = Collections.unmodifiableSortedMap(new TreeMap<>(holds));
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

  /** The same of the history of a state. */
  public long floor(BranchId branchId, ManifestState newest) {
    return floor(branchId, newest.known().lineage());
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

  /** This with higher floors, none of them above a hold; those of other branches stay. */
  public Horizon raised(SortedMap<BranchId, Long> floors, String freshNonce) {
    SortedMap<BranchId, Long> raised = new TreeMap<>(seqs);
    floors.forEach((branchId, seq) -> raised.merge(branchId, capped(branchId, seq), Math::max));
    return new Horizon(raised, holds, freshNonce);
  }

  private long capped(BranchId branchId, long seq) {
    return holds.values().stream()
        .filter(hold -> hold.branchId().equals(branchId))
        .mapToLong(Hold::seq)
        .reduce(seq, Math::min);
  }

  /** The holds of a branch. */
  public List<HoldName> heldOn(BranchId branchId) {
    return holds.values().stream()
        .filter(hold -> hold.branchId().equals(branchId))
        .map(Hold::name)
        .toList();
  }

  /**
   * This with a hold, in place of another of its name.
   *
   * @param branch of the hold, which is named from now on: what it inherits would rise with the
   *     floor of its parent, which the hold does not cap
   */
  public Horizon with(Hold hold, BranchObject branch, String freshNonce) {
    SortedMap<BranchId, Long> named = new TreeMap<>(seqs);
    named.putIfAbsent(branch.branchId(), floor(branch));
    SortedMap<HoldName, Hold> more = new TreeMap<>(holds);
    more.put(hold.name(), hold);
    return new Horizon(named, more, freshNonce);
  }

  /** This without a hold. */
  public Horizon without(HoldName name, String freshNonce) {
    SortedMap<HoldName, Hold> less = new TreeMap<>(holds);
    less.remove(name);
    return new Horizon(seqs, less, freshNonce);
  }

  /** Whether both say the same, whoever wrote them. */
  public boolean saysAs(Horizon other) {
    return seqs.equals(other.seqs) && holds.equals(other.holds);
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
          if (!holds.isEmpty()) {
            Json.member(
                out,
                "holds",
                names -> {
                  for (Hold hold : holds.values()) {
                    Json.member(names, hold.name().text(), hold::write);
                  }
                });
          }
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
    SortedMap<HoldName, Hold> holds = new TreeMap<>();
    Fields held = in.optionalObject("holds");
    if (held != null) {
      holds = held.by(HoldName::new, name -> Hold.read(new HoldName(name), held.object(name)));
    }
    in.end();
    return new Horizon(seqs, holds, nonce);
  }
}

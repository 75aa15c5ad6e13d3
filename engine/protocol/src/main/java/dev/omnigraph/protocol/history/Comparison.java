package dev.omnigraph.protocol.history;

import dev.omnigraph.commit.Divergence;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Relation;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.Knowledge.Learned;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How two states are related. Their chains have the same beginning, up to their fork. From there on
 * each is followed as far as the other one knows it; what either learned before that point, the
 * other one knows too. So what they have in common beyond these two points are logs that both
 * learned later.
 */
final class Comparison {
  static final Comparator<CommitPoint> BY_LOG =
      Comparator.comparing(CommitPoint::branchId).thenComparing(CommitPoint::seq);

  private final KnownLogs ours;
  private final KnownLogs theirs;
  private final Function<CommitPoint, KnownLogs> at;
  private final CommitPoint fork;
  private final Followed oursFollowed;
  private final Followed theirsFollowed;

  /**
   * A chain as far as the other state knows it.
   *
   * @param last the last commit of it that the other one knows
   * @param by the other one's entry that says so; nothing when it is no more than the fork
   */
  private record Followed(CommitPoint last, List<Learned> by) {
    /** Whether a state of the other chain knows the last commit. */
    boolean isKnownAt(long seqOfTheOther) {
      return by.stream().anyMatch(entry -> entry.at() <= seqOfTheOther);
    }

    /** Whether the other one knew less until the entry. */
    boolean isExact() {
      return by.stream().allMatch(entry -> entry.point().seq() == last.seq());
    }
  }

  /**
   * @param at what a commit knows that is an ancestor of one of them
   */
  Comparison(KnownLogs ours, KnownLogs theirs, Function<CommitPoint, KnownLogs> at) {
    this.ours = ours;
    this.theirs = theirs;
    this.at = at;
    this.fork = fork(ours, theirs);
    this.oursFollowed = follow(ours, theirs);
    this.theirsFollowed = follow(theirs, ours);
  }

  /** Reads nothing but runs, and those only where they may matter. */
  Divergence divergence() {
    return new Divergence(oursFollowed.last().seq(), theirsFollowed.last().seq());
  }

  Relation relation() {
    return new Relation(
        ours.state().point(),
        theirs.state().point(),
        bases(),
        oursFollowed.last().seq(),
        theirsFollowed.last().seq(),
        learned());
  }

  private static CommitPoint fork(KnownLogs ours, KnownLogs theirs) {
    for (CommitPoint end : ours.chain()) {
      for (CommitPoint other : theirs.chain()) {
        if (end.branchId().equals(other.branchId())) {
          return KnownLogs.smaller(end, other);
        }
      }
    }
    throw Failures.defect(
        "Commits "
            + ours.state().commitId()
            + " and "
            + theirs.state().commitId()
            + " are not of one graph.");
  }

  private Followed follow(KnownLogs chain, KnownLogs other) {
    List<CommitPoint> beyond =
        chain.chain().stream().filter(end -> end.seq() > fork.seq()).toList();
    Map<BranchId, Learned> learned =
        other.learned(beyond.stream().map(CommitPoint::branchId).toList(), fork.seq());
    Followed followed = new Followed(fork, List.of());
    for (CommitPoint end : beyond) {
      Learned entry = learned.get(end.branchId());
      if (entry != null) {
        CommitPoint last = KnownLogs.smaller(end, entry.point());
        if (last.seq() > followed.last().seq()) {
          followed = new Followed(last, List.of(entry));
        }
      }
    }
    return followed;
  }

  private List<CommitPoint> bases() {
    CommitPoint oursLast = oursFollowed.last();
    CommitPoint theirsLast = theirsFollowed.last();
    if (theirsLast.seq() == theirs.state().seq()) {
      return List.of(theirsLast);
    }
    if (oursLast.seq() == ours.state().seq()) {
      return List.of(oursLast);
    }
    List<CommitPoint> candidates = new ArrayList<>(common());
    if (candidates.isEmpty()) {
      if (theirsLast.equals(fork) || theirsFollowed.isKnownAt(oursLast.seq())) {
        return List.of(oursLast);
      }
      if (oursLast.equals(fork) || oursFollowed.isKnownAt(theirsLast.seq())) {
        return List.of(theirsLast);
      }
      if (oursFollowed.isExact() && theirsFollowed.isExact()) {
        return sorted(List.of(oursLast, theirsLast));
      }
    }
    candidates.add(oursLast);
    candidates.add(theirsLast);
    return nearest(new HashSet<>(candidates));
  }

  /** Commits of logs that both learned, each after the other one's chain was last known to it. */
  private List<CommitPoint> common() {
    long oursAfter = oursFollowed.last().seq();
    long theirsAfter = theirsFollowed.last().seq();
    boolean oursIsSmaller = ours.countAfter(oursAfter) <= theirs.countAfter(theirsAfter);
    Map<BranchId, Learned> few =
        oursIsSmaller ? ours.learnedAfter(oursAfter) : theirs.learnedAfter(theirsAfter);
    long after = oursIsSmaller ? theirsAfter : oursAfter;
    List<CommitPoint> common = new ArrayList<>();
    (oursIsSmaller ? theirs : ours)
        .learned(few.keySet(), after)
        .forEach(
            (log, entry) -> {
              Learned other = few.get(log);
              if (other != null && entry.at() > after) {
                common.add(KnownLogs.smaller(other.point(), entry.point()));
              }
            });
    return common;
  }

  /**
   * Those that none of the others knows; the chains' own logs are asked first, as they know most.
   */
  private List<CommitPoint> nearest(Set<CommitPoint> candidates) {
    Set<BranchId> logs = new HashSet<>();
    ours.chain().forEach(end -> logs.add(end.branchId()));
    theirs.chain().forEach(end -> logs.add(end.branchId()));
    List<CommitPoint> toAsk = new ArrayList<>(candidates);
    toAsk.sort(
        Comparator.comparing((CommitPoint point) -> !logs.contains(point.branchId()))
            .thenComparing(CommitPoint::seq, Comparator.reverseOrder())
            .thenComparing(BY_LOG));
    Set<CommitPoint> left = new HashSet<>(candidates);
    for (CommitPoint asked : toAsk) {
      if (left.contains(asked) && left.size() > 1) {
        Map<BranchId, CommitPoint> known =
            at.apply(asked).known(left.stream().map(CommitPoint::branchId).toList());
        left.removeIf(
            point -> {
              CommitPoint last = known.get(point.branchId());
              return !point.equals(asked) && last != null && last.seq() >= point.seq();
            });
      }
    }
    return sorted(left);
  }

  private List<CommitPoint> learned() {
    if (theirsFollowed.last().seq() == theirs.state().seq()) {
      return List.of();
    }
    List<CommitPoint> brought = new ArrayList<>();
    theirs.learnedAfter(theirsFollowed.last().seq()).values().forEach(e -> brought.add(e.point()));
    theirs.chain().stream().filter(end -> end.seq() > fork.seq()).forEach(brought::add);
    brought.removeIf(point -> point.branchId().equals(theirs.state().point().branchId()));
    if (brought.isEmpty()) {
      return List.of();
    }
    Map<BranchId, CommitPoint> greatest = new java.util.TreeMap<>();
    brought.forEach(point -> greatest.merge(point.branchId(), point, KnownLogs::greater));
    Map<BranchId, CommitPoint> before = ours.known(greatest.keySet());
    greatest
        .values()
        .removeIf(
            point -> {
              CommitPoint known = before.get(point.branchId());
              return known != null && known.seq() >= point.seq();
            });
    return List.copyOf(greatest.values());
  }

  private static List<CommitPoint> sorted(java.util.Collection<CommitPoint> points) {
    return points.stream().sorted(BY_LOG).toList();
  }
}

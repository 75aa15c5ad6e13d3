package dev.omnigraph.table;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.table.SegmentRef.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides, from which files the search segments of a column know, what is built and what is not
 * needed any more. Pure.
 *
 * @param objectBytes that a segment may have: no merge is planned of those that have more together
 */
record SegmentPlanner(UpkeepPolicy policy, long objectBytes) {
  /** A segment that has lost one row in so many is built again. */
  private static final int GONE = 3;

  /** With a segment there, so many times fewer rows are worth another. */
  private static final int NEXT = 4;

  /**
   * A segment of a version.
   *
   * @param name of its object
   * @param files that it knows
   * @param bytes of its object
   */
  record Known(String name, List<CoveredFile> files, long bytes) {}

  /**
   * How good it is to ask a column's segments, the less the better and the first number first. What
   * upkeep publishes is better than what was there, so it ends.
   *
   * @param unknown rows that none knows
   * @param worn rows of those that have lost many
   * @param live names of those that know a row
   */
  record State(long unknown, long worn, Set<String> live) {
    private static final Comparator<State> ORDER =
        Comparator.comparingLong(State::unknown)
            .thenComparingLong(State::worn)
            .thenComparingInt(state -> state.live().size());

    boolean isBetterThan(State other) {
      return ORDER.compare(this, other) < 0;
    }
  }

  State state(List<LiveFile> version, List<Known> segments) {
    List<Owner> owners = owners(version, segments, Map.of());
    List<Owner> live = owners.stream().filter(owner -> !owner.files().isEmpty()).toList();
    return new State(
        work(tail(version, owners), Map.of()).rows(),
        live.stream().filter(Owner::isWorn).mapToLong(owner -> owner.live().rows()).sum(),
        live.stream().map(owner -> owner.segment().name()).collect(Collectors.toSet()));
  }

  /**
   * What is to do for a column.
   *
   * @param builds the files of each new segment, in the version's order; the new ones stand before
   *     those that are there, so what both know is theirs
   * @param dropped names of the segments that know nothing any more, once all are built
   * @param work of the builds
   * @param left rows that are to be in a segment after another run
   */
  record Decision(List<List<LiveFile>> builds, Set<String> dropped, SegmentWork work, long left) {}

  /** A segment with the files whose rows it is asked for. */
  private record Owner(Known segment, List<LiveFile> files, SegmentWork live) {
    /** By rows that went since it was built: those that it left out are not among them. */
    boolean isWorn() {
      Map<String, LiveFile> own = new HashMap<>();
      files.forEach(file -> own.put(file.file().path(), file));
      long all = 0;
      long gone = 0;
      for (CoveredFile file : segment.files()) {
        LiveFile now = own.get(file.path());
        all += file.rows();
        gone += now == null ? file.rows() : now.file().equals(file) ? 0 : file.rows() - now.rows();
      }
      return gone > 0 && GONE * gone >= all;
    }
  }

  /**
   * @param version the files of the column, in order
   * @param bytes of each fragment, by its id
   * @param segments in the order in which they are asked
   * @param most that may be read, but for the file with which it is more
   * @param failed files of which no segment could be built: others are, and nothing is merged
   */
  Decision decide(
      Kind kind,
      List<LiveFile> version,
      Map<Integer, Long> bytes,
      List<Known> segments,
      SegmentWork most,
      Set<LiveFile> failed) {
    List<Owner> owners = owners(version, segments, bytes);
    List<LiveFile> tail = tail(version, owners);
    tail.removeAll(failed);
    List<Owner> live = owners.stream().filter(owner -> !owner.files().isEmpty()).toList();
    Set<LiveFile> chosen = new HashSet<>();
    if (isWorth(kind, work(tail, bytes), !live.isEmpty())) {
      chosen.addAll(tail);
    }
    live.stream().filter(Owner::isWorn).forEach(owner -> chosen.addAll(owner.files()));
    chosen.removeAll(failed);
    SegmentWork needed = work(chosen, bytes);
    if (failed.isEmpty() && needed.isWithin(most)) {
      // Else what was built in one run would be built again in the next one, and so on.
      merged(live, needed, most).forEach(owner -> chosen.addAll(owner.files()));
    }
    List<List<LiveFile>> groups =
        upToFull(version.stream().filter(chosen::contains).toList(), bytes);
    return taken(groups, owners, bytes, most);
  }

  private static List<Owner> owners(
      List<LiveFile> version, List<Known> segments, Map<Integer, Long> bytes) {
    List<LiveFile> tail = version;
    List<Owner> owners = new ArrayList<>();
    for (Known segment : segments) {
      List<LiveFile> rest = new Coverage(segment.files(), tail).uncovered();
      List<LiveFile> own = new ArrayList<>(tail);
      own.removeAll(rest);
      owners.add(new Owner(segment, own, work(own, bytes)));
      tail = rest;
    }
    return owners;
  }

  private static List<LiveFile> tail(List<LiveFile> version, List<Owner> owners) {
    List<LiveFile> tail = new ArrayList<>(version);
    owners.forEach(owner -> tail.removeAll(owner.files()));
    return tail;
  }

  /** The segments that become one with what is built anyway, or with each other. */
  private List<Owner> merged(List<Owner> live, SegmentWork needed, SegmentWork most) {
    boolean comes = needed.rows() > 0;
    if (!comes && live.size() <= policy.search().mostSegments()) {
      return List.of();
    }
    List<Owner> sorted = smallestFirst(live);
    int taken = 0;
    SegmentWork sum = needed;
    long object = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Owner owner = sorted.get(i);
      SegmentWork more = sum.plus(owner.live());
      object += owner.segment().bytes();
      if (!more.isWithin(most) || object > objectBytes) {
        break;
      }
      // As fragments are: one that is too large for those before it may be small for one behind.
      if (sum.rows() == 0
          || more.rows() <= policy.search().cheapRows()
          || owner.live().rows() <= policy.ratio() * sum.rows()) {
        taken = i + 1;
      }
      sum = more;
    }
    return comes || taken > 1 ? sorted.subList(0, taken) : List.of();
  }

  private List<Owner> smallestFirst(List<Owner> live) {
    return live.stream()
        .filter(owner -> !owner.isWorn() && !isHalfFull(owner.live()))
        .sorted(Comparator.comparingLong(owner -> owner.live().rows()))
        .toList();
  }

  private boolean isWorth(Kind kind, SegmentWork tail, boolean hasSegments) {
    int part = hasSegments ? NEXT : 1;
    UpkeepPolicy.Search search = policy.search();
    return switch (kind) {
      case TEXT ->
          tail.rows() * part >= search.textRows()
              || (tail.rows() > 0 && tail.bytes() * part >= search.textBytes());
      case VECTOR -> tail.rows() * part >= search.vectorRows();
    };
  }

  /** Two of such would not fit one. */
  private boolean isHalfFull(SegmentWork live) {
    return !live.plus(live).isWithin(policy.search().full());
  }

  /** Cuts files, in their order, where a segment would be full. */
  private List<List<LiveFile>> upToFull(List<LiveFile> files, Map<Integer, Long> bytes) {
    List<List<LiveFile>> groups = new ArrayList<>();
    List<LiveFile> group = new ArrayList<>();
    SegmentWork sum = SegmentWork.NONE;
    for (LiveFile file : files) {
      SegmentWork more = sum.plus(work(List.of(file), bytes));
      if (!group.isEmpty() && !more.isWithin(policy.search().full())) {
        groups.add(group);
        group = new ArrayList<>();
        more = work(List.of(file), bytes);
      }
      group.add(file);
      sum = more;
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private static Decision taken(
      List<List<LiveFile>> groups, List<Owner> owners, Map<Integer, Long> bytes, SegmentWork most) {
    List<List<LiveFile>> builds = new ArrayList<>();
    Set<LiveFile> built = new HashSet<>();
    SegmentWork work = SegmentWork.NONE;
    long left = 0;
    for (List<LiveFile> group : groups) {
      List<LiveFile> taken = new ArrayList<>();
      for (LiveFile file : group) {
        if (left == 0 && work.isLess(most)) {
          taken.add(file);
          built.add(file);
          work = work.plus(work(List.of(file), bytes));
        } else {
          left += file.rows();
        }
      }
      if (!taken.isEmpty()) {
        builds.add(taken);
      }
    }
    Map<String, Owner> byName = new LinkedHashMap<>();
    owners.forEach(owner -> byName.put(owner.segment().name(), owner));
    byName.values().removeIf(owner -> !built.containsAll(owner.files()));
    return new Decision(builds, byName.keySet(), work, left);
  }

  static SegmentWork work(Collection<LiveFile> files, Map<Integer, Long> bytes) {
    long rows = 0;
    long sum = 0;
    for (LiveFile file : files) {
      rows += file.rows();
      sum += bytes.getOrDefault(file.fragment(), 0L);
    }
    return new SegmentWork(rows, sum);
  }

  /** The version that there will be once fragments were rewritten, as far as it can be told. */
  static List<LiveFile> rewritten(List<LiveFile> version, Set<Integer> fragments) {
    return version.stream()
        .map(
            file ->
                fragments.contains(file.fragment())
                    ? new LiveFile(
                        file.fragment(),
                        new CoveredFile("rewritten " + file.fragment(), file.rows(), ""),
                        file.rows())
                    : file)
        .toList();
  }
}

package dev.omnigraph.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides, from what a version's manifest says, what upkeep has to do. Pure. */
record UpkeepPlanner(UpkeepPolicy policy) {
  /** More are a request or more each, whenever all columns are read. */
  private static final int MOST_FILES = 3;

  /**
   * A fragment of a version.
   *
   * @param files that hold its columns
   * @param dead those of them that hold no column which the table has
   */
  record Part(int id, long rows, long deleted, long bytes, int files, int dead) {}

  /** A segment of an index: what it says it covers, fragments that are gone included. */
  record Segment(UUID uuid, Set<Integer> fragments) {}

  /** A segment to be built and the ones that it replaces. */
  record Build(List<Integer> fragments, Set<UUID> replaced) {}

  /** Groups of fragments to rewrite together. */
  List<List<Integer>> rewrites(Collection<Part> parts) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Part> small = new ArrayList<>();
    for (Part part : parts) {
      if (part.rows() < policy.fullRows() && part.bytes() < policy.fullBytes()) {
        small.add(part);
      } else if (isWorn(part)) {
        groups.add(List.of(part.id()));
      }
    }
    List<Part> merged = tier(small, Part::bytes, 0, policy.cheapBytes());
    for (List<Part> group : upToFull(merged)) {
      if (group.size() > 1) {
        groups.add(group.stream().map(Part::id).sorted().toList());
        small.removeAll(group);
      }
    }
    small.stream().filter(this::isWorn).forEach(part -> groups.add(List.of(part.id())));
    return groups;
  }

  /**
   * The segment that brings an index to cover every fragment; a build of no fragments only removes
   * segments whose fragments are all gone. Null when nothing is to do.
   */
  @Nullable Build build(Collection<Part> parts, Collection<Segment> segments) {
    Map<Integer, Part> present = parts.stream().collect(Collectors.toMap(Part::id, p -> p));
    Set<Integer> uncovered = new HashSet<>(present.keySet());
    List<Segment> live = new ArrayList<>();
    Set<UUID> replaced = new HashSet<>();
    for (Segment segment : segments) {
      uncovered.removeAll(segment.fragments());
      if (segment.fragments().stream().anyMatch(present::containsKey)) {
        live.add(segment);
      } else {
        replaced.add(segment.uuid());
      }
    }
    if (uncovered.isEmpty()) {
      return replaced.isEmpty() ? null : new Build(List.of(), replaced);
    }
    long rows = uncovered.stream().mapToLong(id -> rowsOf(present, id)).sum();
    Set<Integer> covered = new HashSet<>(uncovered);
    for (Segment segment :
        tier(
            live,
            s -> s.fragments().stream().mapToLong(id -> rowsOf(present, id)).sum(),
            rows,
            policy.cheapRows())) {
      replaced.add(segment.uuid());
      segment.fragments().stream().filter(present::containsKey).forEach(covered::add);
    }
    return new Build(covered.stream().sorted().toList(), replaced);
  }

  /**
   * The smallest parts, up to the last that is in proportion to all before it, beginning with
   * {@code start} of size. One that is too large for those before it is taken with it: beside a
   * larger one that is not, it is small itself.
   */
  private <T> List<T> tier(List<T> parts, ToLongFunction<T> size, long start, long cheap) {
    List<T> sorted = parts.stream().sorted(Comparator.comparingLong(size)).toList();
    int taken = 0;
    long sum = start;
    for (int i = 0; i < sorted.size(); i++) {
      long more = size.applyAsLong(sorted.get(i));
      if (sum == 0 || sum + more <= cheap || more <= policy.ratio() * sum) {
        taken = i + 1;
      }
      sum += more;
    }
    return sorted.subList(0, taken);
  }

  /** Cuts the parts, smallest first, where a group would be full. */
  private List<List<Part>> upToFull(List<Part> parts) {
    List<List<Part>> groups = new ArrayList<>();
    List<Part> group = new ArrayList<>();
    long rows = 0;
    long bytes = 0;
    for (Part part : parts) {
      if (rows + part.rows() > policy.fullRows() || bytes + part.bytes() > policy.fullBytes()) {
        groups.add(group);
        group = new ArrayList<>();
        rows = 0;
        bytes = 0;
      }
      group.add(part);
      rows += part.rows();
      bytes += part.bytes();
    }
    groups.add(group);
    return groups;
  }

  private boolean isWorn(Part part) {
    return part.files() > MOST_FILES
        || part.dead() > 0
        || part.deleted() > 0 && part.deleted() >= policy.deletedShare() * part.rows();
  }

  private static long rowsOf(Map<Integer, Part> present, int id) {
    Part part = present.get(id);
    return part == null ? 0 : part.rows();
  }
}

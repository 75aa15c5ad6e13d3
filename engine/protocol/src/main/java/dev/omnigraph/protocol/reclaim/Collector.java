package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.protocol.branch.Branches;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The requests of cleanup, the only one who deletes what writers made. Safe beside every other
 * process in this order, each step begun after the one before it has ended:
 *
 * <ol>
 *   <li>{@link #raiseHorizon}: whoever looks at an old state from now on knows that it may go;
 *   <li>{@link #list}: only what is there now is ever deleted;
 *   <li>{@link #branches}: one that is made later has nothing of that but what it was forked from,
 *       and whoever takes that looks again whether it is there. So does whoever adopts a state, and
 *       finds the branch that keeps it in this listing, or is among the next;
 *   <li>{@link #operations}: whoever staged any of that is among them, and armed before, or has
 *       ended;
 *   <li>{@link #roots}: who has ended with success is in a branch by now;
 *   <li>{@link #delete}.
 * </ol>
 */
public final class Collector {
  /** Times of objects are those of many servers, or of a kernel's coarse clock. */
  static final Duration CLOCK_MARGIN = Duration.ofSeconds(5);

  private final Requests requests;
  private final BranchLog log;
  private final Branches lives;
  private final Parallel parallel;
  private final Environment environment;
  private final RetentionFloors floors;
  private final HorizonWriter horizon;

  public Collector(
      Requests requests,
      BranchLog log,
      Branches branches,
      Parallel parallel,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.lives = branches;
    this.parallel = parallel;
    this.environment = environment;
    this.floors = new RetentionFloors(requests, log);
    this.horizon = HorizonWriter.ofCleanup(requests, environment);
  }

  /**
   * What is kept by age.
   *
   * @param retainedSince by the store's clock: states that were newest at any time after it stay
   * @param branchIds of all branches there were
   */
  public record Retention(Horizon horizon, Instant retainedSince, SortedSet<BranchId> branchIds) {}

  /**
   * The operations that have not ended.
   *
   * @param sidecars those that were still there when they were read
   * @param oldest when the oldest of them was armed, by the store's clock
   */
  public record Operations(List<Sidecar> sidecars, Instant oldest) {
    public Operations {
      sidecars = List.copyOf(sidecars);
    }

    /** Whether an object of that time is none that an operation in flight has staged. */
    public boolean areAllYoungerThan(Instant lastModified) {
      return lastModified.plus(CLOCK_MARGIN).isBefore(oldest);
    }
  }

  /**
   * Step 1. Branches that have been pending for too long are given up, so that they are no roots.
   *
   * @param dryRun decides, but leaves the horizon, which may be lost, and the branches as they are
   * @throws dev.omnigraph.error.GraphException when it is not certain that everybody sees it
   */
  public Retention raiseHorizon(Duration retention, boolean dryRun) {
    Listing listing = requests.list(Seam.CLEANUP_PLAN, ObjectKeys.BRANCHES);
    Instant since = listing.storeTime().minus(retention);
    Horizon before = horizon.read().orElseGet(() -> Horizon.first(environment.ulids().get()));
    SortedMap<BranchId, Long> raised = new TreeMap<>();
    SortedSet<BranchId> ids = new TreeSet<>();
    for (BranchLog.Found found : log.branches(Seam.CLEANUP_BRANCH, listing)) {
      BranchObject branch = found.branch();
      ids.add(branch.branchId());
      if (!dryRun && isUnborn(branch, listing)) {
        // Refused when it has just become live, and then it is a root like any other.
        lives.dropUnborn(found);
      }
      floors.floor(found, before, since).ifPresent(seq -> raised.put(branch.branchId(), seq));
    }
    Horizon after = dryRun ? horizon.raised(before, raised) : horizon.raise(raised);
    return new Retention(after, since, ids);
  }

  /** Whether somebody else deleted it: a graph has one from the start. */
  boolean isHorizonLost() {
    return horizon.read().isEmpty();
  }

  /**
   * Writes a lost horizon again.
   *
   * @param found all states that it keeps are whole
   * @throws dev.omnigraph.error.GraphException when it is not certain that it is there
   */
  void restoreHorizon(Horizon found) {
    horizon.restore(found);
  }

  /** Whether its creator had all the time that an operation may take. */
  private static boolean isUnborn(BranchObject branch, Listing listing) {
    return branch.status() == Status.PENDING
        && listing.entries().stream()
            .filter(entry -> entry.key().equals(ObjectKeys.branch(branch.name())))
            .anyMatch(
                entry ->
                    entry
                        .lastModified()
                        .plus(CommitRequest.LONGEST)
                        .plus(CLOCK_MARGIN)
                        .isBefore(listing.storeTime()));
  }

  /** Step 2, for one folder of objects. */
  public Listing list(String prefix) {
    return requests.list(Seam.CLEANUP_LIST, prefix);
  }

  /**
   * Step 3. Also of those that have no name any more when their heads are read.
   *
   * @throws dev.omnigraph.error.GraphException {@code graph_not_found} without a main branch: a
   *     graph that is being made keeps nothing yet
   */
  public List<BranchLog.Found> branches() {
    List<BranchLog.Found> all =
        log.branches(
            Seam.CLEANUP_BRANCH, requests.list(Seam.CLEANUP_BRANCHES, ObjectKeys.BRANCHES));
    if (all.stream().noneMatch(Collector::isMain)) {
      throw Failures.graphNotFound(requests.where());
    }
    return all;
  }

  /**
   * Step 4.
   *
   * @throws dev.omnigraph.manifest.UnreadableObject for a sidecar that cannot be read
   */
  public Operations operations() {
    Listing listing = requests.list(Seam.CLEANUP_SIDECARS, ObjectKeys.SIDECARS);
    List<Supplier<Optional<Sidecar>>> reads = new ArrayList<>();
    Instant oldest = listing.storeTime();
    for (ObjectEntry entry : listing.entries()) {
      reads.add(() -> sidecar(entry.key()));
      oldest = oldest.isBefore(entry.lastModified()) ? oldest : entry.lastModified();
    }
    List<Sidecar> sidecars = new ArrayList<>();
    parallel.inBatches(reads, sidecar -> sidecar.ifPresent(sidecars::add));
    return new Operations(sidecars, oldest);
  }

  /** Step 5: finds the heads, and marks. */
  public Kept roots(Horizon raised, List<BranchLog.Found> all, Operations operations) {
    Roots roots = new Roots(log, floors, raised, all);
    operations.sidecars().forEach(roots::keep);
    return roots.kept();
  }

  /** Whether an object is in the store that was staged after the listing, or is gone. */
  boolean isThere(String key) {
    return requests.fingerprint(Seam.CLEANUP_MARK, key).isPresent();
  }

  /** Whether another cleanup keeps less by now than one that found this horizon. */
  boolean isOvertaken(Horizon found) {
    return horizon.read().filter(now -> now.isAbove(found)).isPresent();
  }

  /** Step 6. */
  public void delete(Collection<String> keys) {
    List<Supplier<String>> deletes = new ArrayList<>();
    for (String key : keys) {
      deletes.add(
          () -> {
            environment.deadline().require();
            requests.delete(Seam.CLEANUP_DELETE, key);
            return key;
          });
    }
    parallel.inBatches(deletes, key -> {});
  }

  private Optional<Sidecar> sidecar(String key) {
    return requests
        .get(Seam.CLEANUP_SIDECAR, key)
        .map(stored -> Sidecar.decode(key, stored.body()));
  }

  private static boolean isMain(BranchLog.Found found) {
    return found.branch().name().equals(BranchName.MAIN) && found.branch().status() == Status.LIVE;
  }
}

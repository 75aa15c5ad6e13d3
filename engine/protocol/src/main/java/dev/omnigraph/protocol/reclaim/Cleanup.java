package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Failures;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.reclaim.CleanupAnswer.Deleted;
import dev.omnigraph.protocol.recover.FullSweep;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deletes the data that no state within the retention and no operation in flight needs. A tracing
 * collector: it knows nothing of how garbage comes to be. It holds nothing up, and may die anywhere
 * or run twice at once.
 *
 * <p>Never touched: commits, tables themselves (their folders and linear versions), schemas, audit
 * entries younger than the retention, and objects that are not this engine's.
 */
public final class Cleanup {
  private final FullSweep sweep;
  private final Collector collector;
  private final VersionReader versions;

  public Cleanup(FullSweep sweep, Collector collector, VersionReader versions) {
    this.sweep = sweep;
    this.collector = collector;
    this.versions = versions;
  }

  /**
   * Settles what crashed writers left, and cleans up all branches. A lost horizon is written again
   * first.
   *
   * @throws dev.omnigraph.manifest.UnreadableObject for a sidecar that cannot be read: who knows
   *     what it keeps
   * @throws GraphException {@code cleanup_refused} when a commit that is kept lacks data, {@code
   *     horizon_lost}, {@code cleanup_busy}, {@code graph_not_found}
   */
  public CleanupAnswer run(CleanupRequest request) {
    if (!request.dryRun()) {
      sweep.run();
      if (collector.isHorizonLost()) {
        restoreHorizon(request.retention());
      }
    }
    Plan plan = plan(request);
    if (!request.dryRun()) {
      collector.delete(plan.garbage.stream().map(candidate -> candidate.entry().key()).toList());
      collector.delete(plan.orphans.stream().map(ObjectEntry::key).toList());
      collector.delete(plan.old.stream().map(ObjectEntry::key).toList());
    }
    return new CleanupAnswer(
        plan.retention.retainedSince(),
        request.dryRun(),
        byTable(plan.garbage),
        sum(plan.orphans),
        sum(plan.old));
  }

  /**
   * What the lost one said is not known. But if no cleanup kept less than this retention, it was
   * nowhere higher, and all that the retention keeps is there.
   */
  private void restoreHorizon(Duration retention) {
    try {
      collector.restoreHorizon(plan(new CleanupRequest(retention, true)).retention.horizon());
    } catch (GraphException e) {
      throw e.is(ProtocolError.CLEANUP_REFUSED) ? Failures.horizonLost(e) : e;
    }
  }

  /** What a cleanup would delete. */
  private record Plan(
      Collector.Retention retention,
      List<Garbage.Candidate> garbage,
      List<ObjectEntry> orphans,
      List<ObjectEntry> old) {}

  /**
   * Begins again as often as it is overtaken: what it misses may be what another cleanup has
   * deleted, below a horizon that the other one raised first.
   */
  private Plan plan(CleanupRequest request) {
    while (true) {
      Collector.Retention retention = collector.raiseHorizon(request.retention(), request.dryRun());
      try {
        return plan(retention);
      } catch (GraphException e) {
        if (!e.is(ProtocolError.CLEANUP_REFUSED) || !collector.isOvertaken(retention.horizon())) {
          throw e;
        }
      }
    }
  }

  private Plan plan(Collector.Retention retention) {
    Listing data = tables();
    SortedMap<BranchId, Listing> changes = changeSets(retention);
    Listing audits = collector.list(ObjectKeys.AUDITS);
    List<BranchLog.Found> branches = collector.branches();
    Collector.Operations operations = collector.operations();
    Kept kept = collector.roots(retention.horizon(), branches, operations);
    return new Plan(
        retention,
        new Garbage(versions, data, collector::isThere).find(kept, operations),
        orphans(changes, kept, operations),
        old(audits, retention.retainedSince()));
  }

  private Listing tables() {
    List<ObjectEntry> entries = new ArrayList<>();
    Instant first = Instant.MAX;
    for (String folder : TableId.FOLDERS) {
      Listing listing = collector.list(folder);
      entries.addAll(listing.entries());
      first = first.isBefore(listing.storeTime()) ? first : listing.storeTime();
    }
    return new Listing(entries, first);
  }

  private SortedMap<BranchId, Listing> changeSets(Collector.Retention retention) {
    SortedMap<BranchId, Listing> listings = new TreeMap<>();
    for (BranchId branchId : retention.branchIds()) {
      listings.put(branchId, collector.list(ObjectKeys.changes(branchId)));
    }
    return listings;
  }

  private static List<ObjectEntry> orphans(
      SortedMap<BranchId, Listing> changes, Kept kept, Collector.Operations operations) {
    List<ObjectEntry> orphans = new ArrayList<>();
    changes.forEach(
        (branchId, listing) -> {
          Instant judgedAfter = kept.changesJudgedAfter().getOrDefault(branchId, Instant.MAX);
          listing.entries().stream()
              .filter(
                  entry -> entry.lastModified().minus(Collector.CLOCK_MARGIN).isAfter(judgedAfter))
              .filter(entry -> !kept.changeSets().contains(entry.key()))
              .filter(entry -> operations.areAllYoungerThan(entry.lastModified()))
              .forEach(orphans::add);
        });
    return orphans;
  }

  private static List<ObjectEntry> old(Listing audits, Instant retainedSince) {
    return audits.entries().stream()
        .filter(entry -> entry.lastModified().isBefore(retainedSince))
        .toList();
  }

  private static SortedMap<TableId, Deleted> byTable(List<Garbage.Candidate> garbage) {
    SortedMap<TableId, Deleted> tables = new TreeMap<>();
    for (Garbage.Candidate candidate : garbage) {
      tables.merge(
          new TableId(candidate.object().path()),
          new Deleted(1, candidate.entry().size()),
          Deleted::plus);
    }
    return tables;
  }

  private static Deleted sum(Collection<ObjectEntry> entries) {
    return new Deleted(entries.size(), entries.stream().mapToLong(ObjectEntry::size).sum());
  }
}

package dev.omnigraph.protocol.recover;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.DerivedState;
import dev.omnigraph.protocol.log.Fence;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.Opener;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.protocol.recover.Settlement.End;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovery: finds out what became of operations whose writers did not end them, and writes it down,
 * exactly once each. It never deletes data. Any number may run at once, beside live writers: every
 * step is conditional or idempotent. Whoever opens a branch to write comes here first.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Sidecars looked at by one open; the scheduled sweep has no bound. */
  static final int AT_AN_OPEN = 32;

  private static final Duration FRESH = Duration.ofSeconds(5);

  /** The store's times may be whole seconds; ids are made in the order of time. */
  private static final Comparator<ObjectEntry> BY_ARRIVAL =
      Comparator.comparing(ObjectEntry::lastModified).thenComparing(ObjectEntry::key);

  private final Requests requests;
  private final BranchLog log;
  private final Opener opener;
  private final Parallel parallel;
  private final Settlement settlement;

  public Sweep(
      Requests requests,
      BranchLog log,
      Opener opener,
      Fence fence,
      DerivedState derived,
      Parallel parallel,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.opener = opener;
    this.parallel = parallel;
    this.settlement = new Settlement(requests, log, fence, derived, environment);
  }

  /**
   * A branch that was opened to be written; it may have ended.
   *
   * @param since the records that came after the state it was opened from, up to the head
   * @param report what was done on the way
   * @param storeTime when the store was asked, by its own clock
   */
  public record Opened(
      Head head, List<ManifestRecord> since, SweepReport report, @Nullable Instant storeTime) {
    public Opened {
      since = List.copyOf(since);
    }
  }

  /**
   * Opens a branch as a reader does, with the listing of sidecars beside, and settles them.
   *
   * @param hinted as its object says, see {@link Opener#hinted}
   * @param own the operation for which it is opened, whose sidecar may be there already; or {@link
   *     OperationId#NONE}
   * @param all whether every sidecar is looked at, and not just so many that an open stays quick
   * @throws UnreadableObject for a sidecar that cannot be read
   */
  public Opened open(Head hinted, OperationId own, boolean all) {
    CompletableFuture<Listing> listing =
        parallel.start(
            () -> requests.list(Seam.SWEEP_LIST, ObjectKeys.sidecars(hinted.branchId())));
    CompletableFuture<Catalog> catalog = opener.startCatalog(hinted.state(), c -> {});
    try {
      BranchLog.Advance proof = opener.prove(hinted, catalog);
      Head head = hinted.at(proof);
      List<ManifestRecord> since = new ArrayList<>(proof.records());
      Listing sidecars = Parallel.join(listing);
      SweepReport report = run(head, sidecars, own, all ? Integer.MAX_VALUE : AT_AN_OPEN);
      if (report.mayHaveMovedTheBranch() && !head.ended()) {
        BranchLog.Advance more = log.advance(Seam.OPEN_PROBE, head.state());
        head = head.at(more);
        since.addAll(more.records());
      }
      // Not needed here: it is known now to whoever looks at the branch.
      opener.catalogFor(head, hinted, catalog);
      return new Opened(head, since, report, sidecars.storeTime());
    } catch (RuntimeException e) {
      Parallel.settle(listing);
      Parallel.settle(catalog);
      throw e;
    }
  }

  /**
   * Settles what the listing found.
   *
   * @param head of the branch, read after the listing or beside it
   * @param own the operation that it is done for, which is not settled
   * @throws UnreadableObject for a sidecar that cannot be read; nothing else fails it
   */
  SweepReport run(Head head, Listing listing, OperationId own, int bound) {
    List<ObjectEntry> line = listing.entries().stream().sorted(BY_ARRIVAL).toList();
    List<ObjectEntry> oldest = line.stream().filter(entry -> !isOf(own, entry)).toList();
    if (oldest.isEmpty()) {
      return SweepReport.NOTHING;
    }
    List<Supplier<Optional<Found>>> reads = new ArrayList<>();
    oldest.stream().limit(bound).forEach(entry -> reads.add(() -> read(entry.key())));
    List<Sidecar> overdue = new ArrayList<>();
    List<OperationId> inFlight = new ArrayList<>();
    for (Optional<Found> found : parallel.all(reads)) {
      if (found.isPresent()) {
        Sidecar sidecar = found.get().sidecar();
        if (SweepRules.isItsWriters(sidecar, found.get().age(listing))) {
          inFlight.add(sidecar.operationId());
        } else {
          overdue.add(sidecar);
        }
      }
    }
    Map<End, List<OperationId>> ends = settlement.settle(head, overdue);
    List<OperationId> deferred = new ArrayList<>(ends.getOrDefault(End.DEFERRED, List.of()));
    oldest.stream().skip(bound).forEach(entry -> deferred.add(ObjectKeys.operation(entry.key())));
    return new SweepReport(
        ends.getOrDefault(End.ROLLED_FORWARD, List.of()),
        ends.getOrDefault(End.ROLLED_BACK, List.of()),
        inFlight,
        deferred,
        rivals(line, own, listing.storeTime()));
  }

  /** A sidecar as one GET gave it. */
  private record Found(Sidecar sidecar, Instant lastModified) {
    /** By nobody's clock but the store's. */
    Duration age(Listing listing) {
      return Duration.between(lastModified, listing.storeTime());
    }
  }

  /** Those who came before, if the operation's own sidecar is there already, and else all. */
  private static int rivals(List<ObjectEntry> line, OperationId own, Instant now) {
    Instant fresh = now.minus(FRESH);
    return (int)
        line.stream()
            .takeWhile(entry -> !isOf(own, entry))
            .filter(entry -> entry.lastModified().isAfter(fresh))
            .count();
  }

  private static boolean isOf(OperationId operation, ObjectEntry entry) {
    return ObjectKeys.operation(entry.key()).equals(operation);
  }

  private Optional<Found> read(String key) {
    Optional<StoredObject> stored;
    try {
      stored = requests.get(Seam.SWEEP_SIDECAR, key);
    } catch (GraphException e) {
      LOG.info("{} is left to the next sweep: {}", key, e.getMessage());
      return Optional.empty();
    }
    return stored.map(s -> new Found(Sidecar.decode(key, s.body()), s.lastModified()));
  }
}

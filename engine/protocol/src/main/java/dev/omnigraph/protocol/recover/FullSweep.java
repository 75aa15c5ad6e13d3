package dev.omnigraph.protocol.recover;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.SweepReport;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The scheduled sweep: all branches, dead ones included, without a bound. */
public final class FullSweep {
  private final Requests requests;
  private final BranchLog log;
  private final Sweep sweep;

  public FullSweep(Requests requests, BranchLog log, Sweep sweep) {
    this.requests = requests;
    this.log = log;
    this.sweep = sweep;
  }

  /**
   * Settles what it can, on every branch.
   *
   * @return by branch id
   * @throws UnreadableObject in the end, for the first sidecar that cannot be read
   */
  public SortedMap<BranchId, SweepReport> run() {
    Listing all = requests.list(Seam.SWEEP_LIST, ObjectKeys.SIDECARS);
    SortedMap<BranchId, List<ObjectEntry>> byBranch = new TreeMap<>();
    for (ObjectEntry entry : all.entries()) {
      byBranch.computeIfAbsent(branchId(entry.key()), id -> new ArrayList<>()).add(entry);
    }
    SortedMap<BranchId, SweepReport> reports = new TreeMap<>();
    if (byBranch.isEmpty()) {
      return reports;
    }
    Map<BranchId, BranchLog.Found> known = new HashMap<>();
    log.branches().forEach(found -> known.put(found.branch().branchId(), found));
    @Nullable UnreadableObject unreadable = null;
    for (Map.Entry<BranchId, List<ObjectEntry>> branch : byBranch.entrySet()) {
      Listing listing = new Listing(branch.getValue(), all.storeTime());
      try {
        reports.put(branch.getKey(), sweep(known.get(branch.getKey()), listing));
      } catch (UnreadableObject e) {
        unreadable = unreadable == null ? e : unreadable;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return reports;
  }

  private SweepReport sweep(BranchLog.@Nullable Found found, Listing listing) {
    Optional<Head> head = found == null ? nameless(listing) : Optional.of(head(found));
    return head.map(h -> sweep.run(h, listing, OperationId.NONE, Integer.MAX_VALUE))
        .orElseGet(
            () ->
                new SweepReport(
                    List.of(),
                    List.of(),
                    List.of(),
                    listing.entries().stream()
                        .map(entry -> ObjectKeys.operation(entry.key()))
                        .toList(),
                    0));
  }

  private Head head(BranchLog.Found found) {
    BranchObject branch = found.branch();
    ManifestState start = log.startingState(branch);
    if (branch.status() == Status.DELETED) {
      return new Head(branch, found.etag(), start, true);
    }
    return new Head(branch, found.etag(), start, false).at(log.advance(Seam.OPEN_PROBE, start));
  }

  /**
   * The head of a branch whose name belongs to another by now. That its object is missing proves
   * nothing; that its log has the terminal record does.
   */
  private Optional<Head> nameless(Listing listing) {
    String key = listing.entries().getFirst().key();
    return requests
        .get(Seam.SWEEP_SIDECAR, key)
        .map(stored -> Sidecar.decode(key, stored.body()))
        .filter(sidecar -> log.endsAfter(sidecar.branchId(), sidecar.first()))
        .map(FullSweep::deadBranch);
  }

  private static Head deadBranch(Sidecar sidecar) {
    BranchObject branch =
        BranchObject.ended(sidecar.branch(), sidecar.branchId(), sidecar.startedAt());
    return new Head(branch, "", ManifestState.before(sidecar.branchId()), true);
  }

  private static BranchId branchId(String key) {
    String rest = key.substring(ObjectKeys.SIDECARS.length());
    int slash = rest.indexOf('/');
    return new BranchId(slash < 0 ? rest : rest.substring(0, slash));
  }
}

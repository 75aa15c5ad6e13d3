package dev.omnigraph.commit;

import dev.omnigraph.commit.Finding.Severity;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.manifest.BranchCodec;
import dev.omnigraph.manifest.BranchObject.Fork;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.SidecarCodec;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.store.Listing;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.TableVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads everything that the protocol wrote, and says what does not fit together. Reads around every
 * cache. What it writes, if asked to, is derived from the logs and conditional on what it read.
 */
public final class Inspector {
  private final Parts parts;
  private final Listing listing;
  private final Set<String> keys;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, BranchLog.Found> branches = new HashMap<>();
  private final Map<Fork, Optional<ManifestState>> forkPoints = new HashMap<>();
  private final Set<TableVersion> heads = new HashSet<>();
  private final Set<String> schemas = new TreeSet<>();
  private long commits;

  Inspector(Parts parts) {
    this.parts = parts;
    this.listing = parts.requests().list(Seam.REPAIR_LIST, "");
    this.keys =
        listing.entries().stream().map(ObjectEntry::key).collect(Collectors.toUnmodifiableSet());
  }

  /** All objects of the graph, listed before anything else was read. */
  public Listing listing() {
    return listing;
  }

  /** Some of them, as they are now. */
  public Listing list(String prefix) {
    return parts.requests().list(Seam.REPAIR_LIST, prefix);
  }

  /** Records that were read. */
  public long commits() {
    return commits;
  }

  /** Sidecars that are there, unreadable ones told apart. */
  public List<Finding> pending() {
    List<Finding> pending = new ArrayList<>();
    for (String key : keys.stream().filter(k -> k.startsWith(Keys.SIDECARS)).sorted().toList()) {
      try {
        read(key).ifPresent(stored -> SidecarCodec.decode(key, stored.body()));
        pending.add(
            new Finding(
                "recovery_pending",
                Severity.PENDING,
                key,
                "Operation " + Keys.operation(key) + " is in flight, or its writer has died.",
                false));
      } catch (UnreadableObject e) {
        pending.add(damage("sidecar_unreadable", key, e));
      }
    }
    return pending;
  }

  /**
   * Checks all logs against themselves and what is derived from them.
   *
   * @param repair writes again what is derived and missing or wrong
   */
  public List<Finding> logs(boolean repair) {
    readBranches();
    SortedMap<String, Long> newest = new TreeMap<>();
    for (String key : keys) {
      Keys.recordOf(key).ifPresent(r -> newest.merge(r.branchId(), r.seq(), Math::max));
    }
    branches.forEach((id, found) -> newest.putIfAbsent(id, found.branch().forkSeq()));
    // Ids are in the order of time: a parent's log is played before a child begins where it was.
    newest.forEach((id, seq) -> check(id, seq, repair));
    checkSchemas();
    checkHorizon();
    return findings;
  }

  /**
   * The versions that commits within the retention are made of; only those of heads when a log is
   * damaged.
   */
  public Set<TableVersion> versions() {
    try {
      Floors floors = new Floors(parts.requests(), parts.log());
      return new Roots(parts.log(), floors, parts.log().horizon(), List.copyOf(branches.values()))
          .kept()
          .states();
    } catch (UnreadableObject e) {
      return heads;
    }
  }

  private void readBranches() {
    for (String key : keys.stream().filter(k -> Keys.branchName(k).isPresent()).sorted().toList()) {
      try {
        read(key)
            .map(
                stored ->
                    new BranchLog.Found(BranchCodec.decode(key, stored.body()), stored.etag()))
            .ifPresent(this::add);
      } catch (UnreadableObject e) {
        findings.add(damage("branch_unreadable", key, e));
      }
    }
  }

  private void add(BranchLog.Found found) {
    branches.put(found.branch().branchId(), found);
    found.branch().lineage().forEach(fork -> forkPoints.put(fork, Optional.empty()));
  }

  private void check(String branchId, long newestListed, boolean repair) {
    Optional<BranchLog.Found> found = Optional.ofNullable(branches.get(branchId));
    LogCheck check =
        new LogCheck(parts, this::read, keys, branchId, found, newestListed, forkPoints);
    check.run(repair);
    commits += check.records();
    schemas.addAll(check.schemas());
    if (found.isEmpty() && !check.ended() && !isLeftByInit(check)) {
      findings.add(
          damage(
              "branch_object_missing",
              "__manifest/" + branchId + "/",
              "There is a log of a branch that was not deleted, and no object of the branch."));
    }
    if (found.isPresent() && found.get().branch().status() != Status.DELETED) {
      heads.addAll(versions(check.state()));
    }
    findings.addAll(check.findings());
  }

  /** Its main branch was never created; the run that was repeated wrote under names of its own. */
  private static boolean isLeftByInit(LogCheck check) {
    return check.records() == 1 && check.firstKind().equals(Optional.of(CommitKind.INIT));
  }

  private static Set<TableVersion> versions(ManifestState state) {
    return state.pins().values().stream()
        .map(pin -> new TableVersion(pin.path(), pin.version()))
        .collect(Collectors.toSet());
  }

  private void checkSchemas() {
    for (String hash : schemas) {
      try {
        parts.catalogs().get(hash);
      } catch (StoreException e) {
        throw e;
      } catch (GraphException e) {
        findings.add(damage("schema_unreadable", Keys.schemaCatalog(hash), e));
      }
      if (!keys.contains(Keys.schemaSource(hash)) && read(Keys.schemaSource(hash)).isEmpty()) {
        findings.add(
            damage(
                "schema_unreadable",
                Keys.schemaSource(hash),
                "The source of a schema is missing; the compiled one is what is used."));
      }
    }
  }

  private void checkHorizon() {
    try {
      read(Keys.HORIZON).ifPresent(stored -> Horizon.decode(stored.body()));
    } catch (UnreadableObject e) {
      findings.add(damage("horizon_unreadable", Keys.HORIZON, e));
    }
  }

  private Optional<StoredObject> read(String key) {
    return parts.requests().get(Seam.REPAIR_READ, key);
  }

  static Finding damage(String code, String subject, String message) {
    return new Finding(code, Severity.DAMAGE, subject, message, false);
  }

  static Finding damage(String code, String subject, GraphException cause) {
    return damage(code, subject, String.valueOf(cause.getMessage()));
  }
}

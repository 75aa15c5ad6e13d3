package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.schema.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What is looked at when everybody has gone: recovery, every row by every way, the whole log. */
final class Inspection {
  /** Far more than it takes, also on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Commands commands;
  private final String bucket;
  private final Log log;
  private final Duration writeTime;
  private final Tally tally;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param writeTime of those who wrote
   * @param tally gets what is counted
   */
  Inspection(Commands commands, String bucket, Log log, Duration writeTime, Tally tally) {
    this.commands = commands;
    this.bucket = bucket;
    this.log = log;
    this.writeTime = writeTime;
    this.tally = tally;
  }

  /** Does an operation in this process, undisturbed. */
  static Attempt ask(Commands commands, String bucket, Log log, Op op, String actor) {
    long from = log.head();
    Reply reply = commands.run(op.command(bucket, BranchName.MAIN, actor, null));
    return new Attempt(op, actor, null, from, log.head(), reply);
  }

  /**
   * What does not fit; empty when everything does.
   *
   * @param recovered names of sidecars that others than their writers deleted
   */
  List<String> of(Collection<Attempt> history, Set<String> recovered) {
    settle();
    List<Attempt> whole = new ArrayList<>(history);
    readAll(whole, "before optimizing");
    whole.add(ask(commands, bucket, log, new Op.Optimize(), "janitor"));
    readAll(whole, "after optimizing");
    List<ManifestRecord> records = log.records();
    violations.addAll(Replay.violations(catalog(), records, whole));
    checkAudits(records, recovered);
    tally.add("records", records.size());
    tally.add("fences", records.stream().filter(r -> r.kind() == CommitKind.FENCE).count());
    tally.add("commits", records.stream().filter(r -> r.kind().isLogical()).count());
    tally.add("compactions", records.stream().filter(r -> r.kind() == CommitKind.OPTIMIZE).count());
    return violations;
  }

  /** Sweeps as long as there is something to find, but not for ever. */
  private void settle() {
    GraphStorage storage = commands.storage(bucket);
    try {
      Repository repository =
          new Repository(storage.objects(), storage.tables(), commands.environment());
      long end = System.nanoTime() + writeTime.multipliedBy(5).plus(PATIENCE).toNanos();
      while (!log.sidecars().isEmpty() && System.nanoTime() < end) {
        repository.sweepAll();
        LockSupport.parkNanos(200_000_000L);
      }
    } finally {
      storage.tables().close();
      storage.objects().close();
    }
    log.sidecars().forEach(key -> violations.add("recovery leaves " + key));
  }

  private void readAll(List<Attempt> history, String when) {
    for (Op.Read read : Workload.everything()) {
      history.add(ask(commands, bucket, log, read, "inspector " + when + " " + read));
    }
  }

  private void checkAudits(List<ManifestRecord> records, Set<String> recovered) {
    Map<OperationId, AuditEntry> audits = log.audits();
    Map<OperationId, CommitId> published = new HashMap<>();
    records.forEach(record -> published.put(record.operationId(), record.commitId()));
    for (AuditEntry audit : audits.values()) {
      CommitId commit = published.get(audit.operationId());
      boolean forward = audit.outcome() == AuditEntry.Outcome.ROLLED_FORWARD;
      if (forward != (commit != null) || !Objects.equals(commit, audit.commitId())) {
        violations.add("audit says " + audit + ", and the log has " + commit);
      }
      tally.add(forward ? "rolled forward" : "rolled back", 1);
    }
    for (String sidecar : recovered) {
      String name = sidecar.substring(sidecar.lastIndexOf('/') + 1);
      OperationId operation = new OperationId(name.substring(0, name.length() - ".json".length()));
      if (!audits.containsKey(operation)) {
        violations.add("operation " + operation + " was recovered without an audit entry");
      }
    }
  }

  private Catalog catalog() {
    try (Graph graph = Graph.open(commands.storage(bucket), commands.environment())) {
      return graph.schema(ReadAt.main());
    }
  }
}

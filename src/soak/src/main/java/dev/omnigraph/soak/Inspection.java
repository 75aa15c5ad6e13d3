package dev.omnigraph.soak;

import dev.omnigraph.Graph;
import dev.omnigraph.GraphStorage;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.check.Finding;
import dev.omnigraph.protocol.check.FindingCode;
import dev.omnigraph.protocol.check.RepairRequest;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.schema.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  static Attempt ask(Commands commands, String bucket, Log log, Task task, String actor) {
    long from = log.now();
    Reply reply = commands.run(task.op().command(bucket, task.branch(), actor, null));
    return new Attempt(task.op(), task.branch(), actor, null, from, log.now(), reply);
  }

  /**
   * What does not fit; empty when everything does.
   *
   * @param recovered names of sidecars that others than their writers deleted
   */
  List<String> of(Collection<Attempt> history, Set<String> recovered) {
    settle();
    List<Attempt> whole = new ArrayList<>(history);
    List<BranchName> branches = repository(repository -> names(repository));
    readAll(branches, whole, "before optimizing");
    branches.forEach(
        branch -> whole.add(ask(new Task(branch, new Op.Optimize()), "janitor of " + branch)));
    repository(this::cleanUp);
    readAll(branches, whole, "after optimizing");
    repository(this::check);
    List<Event> events = log.events();
    violations.addAll(Replay.violations(catalog(), events, whole));
    List<ManifestRecord> records =
        events.stream()
            .filter(Event.Published.class::isInstance)
            .map(event -> ((Event.Published) event).record())
            .toList();
    checkAudits(records, recovered);
    count(records, branches.size());
    return violations;
  }

  private static List<BranchName> names(Repository repository) {
    return repository.branches().stream().map(BranchObject::name).toList();
  }

  private Attempt ask(Task task, String actor) {
    return ask(commands, bucket, log, task, actor);
  }

  private void count(List<ManifestRecord> records, int branches) {
    tally.add("records", records.size());
    tally.add("commits", records.stream().filter(r -> r.kind().isLogical()).count());
    tally.add("branches in the end", branches);
    for (CommitKind kind : CommitKind.values()) {
      long count = records.stream().filter(record -> record.kind() == kind).count();
      tally.add("records of " + kind.name().toLowerCase(Locale.ROOT), count);
    }
    tally.add("records with two parents", records.stream().filter(r -> r.merged() != null).count());
  }

  /** As often as it takes: what is a few seconds old stays for the next one. */
  private Void cleanUp(Repository repository) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    CleanupAnswer left;
    do {
      repository.cleanup(new CleanupRequest(Duration.ZERO, false));
      left = repository.cleanup(new CleanupRequest(Duration.ZERO, true));
    } while (!isNothing(left) && System.nanoTime() < end);
    if (!isNothing(left)) {
      violations.add("cleanup leaves what nobody needs: " + left);
    }
    return null;
  }

  private static boolean isNothing(CleanupAnswer left) {
    return left.tables().isEmpty() && left.changeSets().objects() == 0;
  }

  /** That all is there which a head needs, and that it is what its commit wrote. */
  private Void check(Repository repository) {
    repository.repair(new RepairRequest(false, true)).findings().stream()
        .filter(Inspection::isWrong)
        .forEach(finding -> violations.add("repair finds " + finding));
    return null;
  }

  /** What is derived may be missing or behind, but segments may not say what is not so. */
  private static boolean isWrong(Finding finding) {
    return finding.severity() != Finding.Severity.DERIVED
        || finding.code() == FindingCode.SEGMENT_MISSING
        || finding.code() == FindingCode.SEGMENT_WRONG;
  }

  /** Sweeps as long as there is something to find, but not for ever. */
  private void settle() {
    long end = System.nanoTime() + writeTime.multipliedBy(5).plus(PATIENCE).toNanos();
    repository(
        repository -> {
          while (!log.sidecars().isEmpty() && System.nanoTime() < end) {
            repository.sweepAll();
            LockSupport.parkNanos(200_000_000L);
          }
          return null;
        });
    log.sidecars().forEach(key -> violations.add("recovery leaves " + key));
  }

  private <T extends @Nullable Object> T repository(Function<Repository, T> use) {
    GraphStorage storage = commands.storage(bucket);
    try {
      return use.apply(new Repository(storage.objects(), storage.tables(), commands.environment()));
    } finally {
      storage.tables().close();
      storage.objects().close();
    }
  }

  private void readAll(List<BranchName> branches, List<Attempt> history, String when) {
    for (BranchName branch : branches) {
      for (Op.Read read : Workload.everything()) {
        String actor = "inspector %s %s %s".formatted(when, branch, read);
        history.add(ask(new Task(branch, read), actor));
      }
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

package dev.omnigraph.protocol.check;

import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.id.TextsHash;
import dev.omnigraph.manifest.BranchObject.Status;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One log, played from its first record: every record, checkpoint, hint and list of ids. */
public final class LogCheck {
  private static final int WINDOW = 32;

  private final RepairStore store;
  private final Set<String> listed;
  private final BranchId branchId;
  private final Optional<BranchLog.Found> found;
  private final long newestListed;
  private final Map<CommitPoint, Optional<ManifestState>> forkPoints;
  private final KeyCheck keys;
  private final DerivedCheck derived;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<SchemaHash> schemas = new HashSet<>();
  private final Set<TextsHash> texts = new HashSet<>();
  private final Map<String, Fingerprint> files = new HashMap<>();
  private ManifestState state;
  private @Nullable ManifestRecord first;
  private @Nullable ManifestRecord last;
  private @Nullable ManifestState atHint;
  private long records;

  /**
   * @param listed keys; what is not among them may have been written since
   * @param forkPoints where branches begin; those of this log are filled in as it is played, from
   *     its records alone
   */
  LogCheck(
      RepairStore store,
      Set<String> listed,
      BranchId branchId,
      Optional<BranchLog.Found> found,
      long newestListed,
      Map<CommitPoint, Optional<ManifestState>> forkPoints) {
    this.store = store;
    this.listed = listed;
    this.branchId = branchId;
    this.found = found;
    this.newestListed = newestListed;
    this.forkPoints = forkPoints;
    this.state = ManifestState.before(branchId);
    this.keys = new KeyCheck(store);
    this.derived = new DerivedCheck(store);
  }

  void run(boolean repair) {
    Optional<ManifestState> base = base(repair);
    if (base.isEmpty()) {
      return;
    }
    state = base.get();
    noteHint();
    boolean whole = play(repair);
    if (whole && state.seq() < newestListed) {
      findings.add(
          Finding.of(
              FindingCode.RECORD_MISSING,
              ObjectKeys.record(branchId, state.seq() + 1),
              "The log goes on after it; what followed is not reachable."));
    } else if (whole) {
      found
          .filter(branch -> branch.branch().status() == Status.LIVE)
          .flatMap(branch -> derived.branch(branch, state, atHint, ended(), repair))
          .ifPresent(findings::add);
    }
  }

  List<Finding> findings() {
    return findings;
  }

  /** By key, what its records say of files. */
  Map<String, Fingerprint> files() {
    return files;
  }

  Set<SchemaHash> schemas() {
    return schemas;
  }

  Set<TextsHash> texts() {
    return texts;
  }

  /** The newest that the log leads to without a gap. */
  ManifestState state() {
    return state;
  }

  long records() {
    return records;
  }

  Optional<CommitKind> firstKind() {
    return Optional.ofNullable(first).map(ManifestRecord::kind);
  }

  boolean ended() {
    return last != null && last.isTerminal();
  }

  /** Where the log starts; nothing when there is no telling. */
  private Optional<ManifestState> base(boolean repair) {
    long seq =
        found.map(f -> f.branch().forkSeq()).orElseGet(() -> Math.max(0, oldestListed() - 1));
    if (seq == 0) {
      return Optional.of(ManifestState.before(branchId));
    }
    Optional<ManifestState> known = found.flatMap(f -> played(f.branch().lineage().getFirst()));
    if (known.isPresent()) {
      derived.checkpoint(known.get(), repair).ifPresent(findings::add);
      return known;
    }
    String key = ObjectKeys.checkpoint(branchId, seq);
    try {
      Optional<ManifestState> stored = store.read(key).map(s -> StateCodec.decode(key, s.body()));
      if (stored.isEmpty()) {
        findings.add(
            Finding.of(
                FindingCode.BASE_MISSING, key, "The state that the branch starts from is gone."));
      }
      return stored;
    } catch (UnreadableObject e) {
      findings.add(Finding.of(FindingCode.BASE_MISSING, key, e));
      return Optional.empty();
    }
  }

  /** Nothing when the log that it was forked from is damaged before; that is said of that log. */
  private Optional<ManifestState> played(CommitPoint fork) {
    return forkPoints.getOrDefault(fork, Optional.empty()).map(parent -> parent.forkedTo(branchId));
  }

  private long oldestListed() {
    return listed.stream()
        .flatMap(key -> ObjectKeys.recordOf(key).stream())
        .filter(record -> record.branchId().equals(branchId))
        .mapToLong(ObjectKeys.RecordName::seq)
        .min()
        .orElse(1);
  }

  /** Up to the first record that is not there; false when one cannot be used. */
  private boolean play(boolean repair) {
    while (true) {
      List<String> window =
          LongStream.rangeClosed(state.seq() + 1, state.seq() + WINDOW)
              .mapToObj(seq -> ObjectKeys.record(branchId, seq))
              .toList();
      for (Optional<StoredObject> stored : store.readAll(window)) {
        if (stored.isEmpty() || ended()) {
          return true;
        }
        String key = ObjectKeys.record(branchId, state.seq() + 1);
        try {
          ManifestRecord record = RecordCodec.decode(key, stored.get().body());
          ManifestState before = state;
          state = before.apply(record);
          note(record);
          findings.addAll(keys.check(before, state, repair));
        } catch (UnreadableObject e) {
          findings.add(Finding.of(FindingCode.RECORD_UNREADABLE, key, e));
          return false;
        }
        if (state.seq() % BranchLog.CHECKPOINT_EVERY == 0) {
          derived.checkpoint(state, repair).ifPresent(findings::add);
        }
      }
    }
  }

  private void note(ManifestRecord record) {
    first = first == null ? record : first;
    last = record;
    records++;
    schemas.add(record.schema());
    texts.addAll(record.texts().stored());
    noteHint();
    forkPoints.computeIfPresent(
        new CommitPoint(branchId, record.seq(), record.commitId()),
        (fork, none) -> Optional.of(state));
    for (Map.Entry<TableId, TableChange> entry : record.tables().entrySet()) {
      TableChange change = entry.getValue();
      Pin pin = state.pins().get(entry.getKey());
      if (pin != null) {
        change.files().forEach((name, file) -> files.put(pin.path() + "/" + name, file));
      }
      if (change.changes() instanceof ChangeSet.Spilled spilled) {
        check(spilled, record.commitId());
      }
    }
  }

  private void check(ChangeSet.Spilled spilled, CommitId commitId) {
    Optional<StoredObject> stored = store.read(spilled.key());
    if (stored.isEmpty()) {
      findings.add(
          Finding.of(
              FindingCode.CHANGES_MISSING,
              spilled.key(),
              "The ids that commit " + commitId + " changed are gone; its rows are not."));
      return;
    }
    try {
      if (!ChangeSet.Inline.decode(spilled.key(), stored.get().body())
          .counts()
          .equals(spilled.counts())) {
        findings.add(
            Finding.of(
                FindingCode.CHANGES_UNREADABLE,
                spilled.key(),
                "They are not as many ids as commit " + commitId + " says it changed."));
      }
    } catch (UnreadableObject e) {
      findings.add(Finding.of(FindingCode.CHANGES_UNREADABLE, spilled.key(), e));
    }
  }

  private void noteHint() {
    found
        .map(f -> f.branch().hint())
        .filter(hint -> hint.seq() == state.seq())
        .ifPresent(hint -> atHint = state);
  }
}

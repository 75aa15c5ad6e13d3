package dev.omnigraph.soak;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Explains a history by the branch's log: plays the logged operations one after another on the
 * plain model, and holds every record and every reply against the states in between. Whatever does
 * not fit is a violation of the guarantees, in words.
 *
 * <p>Checked of the log: each operation is in it once, by an operation that was really sent; its
 * change sets and row counts are those of the model. Of acknowledgements: the named commit is the
 * operation's, and was published between invocation and reply. Of reads: the rows are those of the
 * model at the named commit, which is as new as the newest at invocation. Of errors: some state
 * between invocation and reply gives that error, and the operation is not in the log.
 */
final class Replay {
  private final Catalog catalog;
  private final Map<String, List<Attempt>> attempts = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final Map<String, Long> published = new HashMap<>();
  private final Map<String, Long> publishedByKey = new HashMap<>();
  private final List<ManifestRecord> records;
  private final long[] newestLogical;
  private final List<String> violations = new ArrayList<>();

  private Replay(Catalog catalog, List<ManifestRecord> records, List<Attempt> history) {
    this.catalog = catalog;
    this.records = records;
    this.newestLogical = new long[records.size() + 1];
    history.forEach(a -> attempts.computeIfAbsent(a.actor(), actor -> new ArrayList<>()).add(a));
  }

  /**
   * What does not fit; empty when everything does.
   *
   * @param records the log, the first record at index 0
   */
  static List<String> violations(
      Catalog catalog, List<ManifestRecord> records, List<Attempt> history) {
    Replay replay = new Replay(catalog, records, history);
    replay.playLog();
    history.forEach(replay::check);
    return replay.violations;
  }

  private void playLog() {
    ManifestState folded = ManifestState.before(records.getFirst().branchId());
    Set<OperationId> operations = new HashSet<>();
    states.add(State.EMPTY);
    for (ManifestRecord record : records) {
      long seq = record.seq();
      folded = folded.apply(record);
      if (!operations.add(record.operationId())) {
        violation("operation %s is in the log twice, again at %d", record.operationId(), seq);
      }
      State before = states.getLast();
      State after = before;
      newestLogical[(int) seq] = record.kind().isLogical() ? seq : newestLogical[(int) seq - 1];
      if (record.kind() == CommitKind.LOAD || record.kind() == CommitKind.MUTATE) {
        after = played(record, before);
      }
      states.add(after);
      checkChanges(record, before, after);
    }
  }

  private State played(ManifestRecord record, State before) {
    String actor = record.actor();
    Long earlier = published.putIfAbsent(actor, record.seq());
    List<Attempt> sent = attempts.get(actor);
    if (sent == null) {
      violation("record %d is by %s, whom nobody sent", record.seq(), actor);
      return before;
    }
    Attempt attempt = sent.getFirst();
    if (earlier != null) {
      violation("%s was published at %d and at %d", attempt.op(), earlier, record.seq());
    }
    if (attempt.key() != null) {
      publishedByKey.put(attempt.key(), record.seq());
    }
    if (record.seq() <= attempt.from()) {
      violation("%s was published at %d before it was sent", attempt.op(), record.seq());
    }
    Meaning.Effect effect = Meaning.apply(attempt.op(), before);
    if (effect instanceof Meaning.Changed(State after, long nodes, long edges)) {
      return after;
    }
    violation("%s was published at %d, where it is %s", attempt.op(), record.seq(), effect);
    return before;
  }

  /** That a record says what it changed, and how many rows there are. */
  private void checkChanges(ManifestRecord record, State before, State after) {
    for (EntityType type : catalog.entities()) {
      TableChange change = record.tables().get(type.tableId());
      Difference expected = Difference.between(before.rows(type.name()), after.rows(type.name()));
      if (change == null) {
        if (!expected.isNone()) {
          violation("record %d does not have %s, which changed", record.seq(), type.name());
        }
        continue;
      }
      if (change.rows() != after.rows(type.name()).size()) {
        violation(
            "record %d counts %d rows of %s where there are %d",
            record.seq(), change.rows(), type.name(), after.rows(type.name()).size());
      }
      if (change.changes() instanceof ChangeSet.Inline ids
          && !expected.fits(ids, type.name().equals(Town.NOTE))) {
        violation(
            "record %d says of %s %s, but it is %s", record.seq(), type.name(), ids, expected);
      }
    }
  }

  private void check(Attempt attempt) {
    switch (attempt.reply()) {
      case null -> {}
      case Reply.Done done -> checkDone(attempt, done);
      case Reply.Rows rows -> checkRows(attempt, rows);
      case Reply.Failed failed -> checkFailed(attempt, failed);
    }
  }

  private void checkDone(Attempt attempt, Reply.Done done) {
    if (done.commit().isEmpty()) {
      if (attempt.op().isLogical()) {
        violation("%s was acknowledged without a commit", attempt.op());
      }
      return;
    }
    long seq = seqOf(attempt, new CommitId(done.commit()));
    if (seq < 0) {
      return;
    }
    if (!attempt.op().isLogical()) {
      checkBetween(attempt, seq);
      return;
    }
    Long own = published.get(attempt.actor());
    if (done.replayed()) {
      if (own == null || own != seq) {
        violation("%s was answered with %s, but is at %s", attempt.op(), done.commit(), own);
      }
      return;
    }
    if (own != null && own == seq) {
      checkBetween(attempt, seq);
      Meaning.Effect effect = Meaning.apply(attempt.op(), states.get((int) seq - 1));
      if (effect instanceof Meaning.Changed(State after, long nodes, long edges)
          && nodes >= 0
          && done.nodes() >= 0
          && (nodes != done.nodes() || edges != done.edges())) {
        violation("%s affected %d and %d, but said %s", attempt.op(), nodes, edges, done);
      }
      return;
    }
    checkUnchanged(attempt, done, seq);
  }

  private void checkUnchanged(Attempt attempt, Reply.Done done, long seq) {
    boolean none = done.nodes() <= 0 && done.edges() <= 0;
    boolean recent = seq >= newestLogical[(int) attempt.from()] && seq <= attempt.through();
    if (!none
        || !recent
        || !(Meaning.apply(attempt.op(), states.get((int) seq)) instanceof Meaning.Same)) {
      violation(
          "%s was acknowledged as %s, but is in the log at %s (window %d to %d)",
          attempt.op(), done, published.get(attempt.actor()), attempt.from(), attempt.through());
    }
  }

  private void checkRows(Attempt attempt, Reply.Rows rows) {
    long seq = seqOf(attempt, new CommitId(rows.commit()));
    if (seq < 0) {
      return;
    }
    if (seq < newestLogical[(int) attempt.from()] || seq > attempt.through()) {
      violation(
          "%s read commit %d, but was sent at %d and answered at %d",
          attempt.op(), seq, attempt.from(), attempt.through());
      return;
    }
    List<List<@Nullable Object>> expected =
        Meaning.answer((Op.Read) attempt.op(), states.get((int) seq));
    if (!sorted(expected).equals(sorted(rows.rows()))) {
      violation("%s at %d answered %s instead of %s", attempt.op(), seq, rows.rows(), expected);
    }
  }

  private void checkFailed(Attempt attempt, Reply.Failed failed) {
    boolean once = Objects.requireNonNull(attempts.get(attempt.actor())).size() == 1;
    if (failed.kind() == ErrorKind.UNKNOWN_OUTCOME && !attempt.op().isRead()) {
      return;
    }
    if (once && published.containsKey(attempt.actor())) {
      violation(
          "%s was reported as %s, but is in the log at %d",
          attempt.op(), failed.code(), published.get(attempt.actor()));
    }
    if (failed.kind() == ErrorKind.UNAVAILABLE) {
      return;
    }
    for (long seq = attempt.from(); seq <= attempt.through(); seq++) {
      Long byKey = attempt.key() == null ? null : publishedByKey.get(attempt.key());
      if ((byKey == null || seq < byKey)
          && Meaning.apply(attempt.op(), states.get((int) seq)) instanceof Meaning.Broken(var codes)
          && codes.contains(failed.code())) {
        return;
      }
    }
    violation(
        "%s was refused for %s, and no state from %d to %d gives a reason: %s",
        attempt.op(), failed.code(), attempt.from(), attempt.through(), failed.message());
  }

  private void checkBetween(Attempt attempt, long seq) {
    if (seq <= attempt.from() || seq > attempt.through()) {
      violation(
          "%s says it was published at %d, but was sent at %d and answered at %d",
          attempt.op(), seq, attempt.from(), attempt.through());
    }
  }

  /** The seq of a commit that is really in the log, or -1. */
  private long seqOf(Attempt attempt, CommitId commit) {
    long seq = commit.seq().orElse(-1);
    if (seq < 1 || seq > records.size() || !records.get((int) seq - 1).commitId().equals(commit)) {
      violation("%s names commit %s, which is not in the log", attempt.op(), commit);
      return -1;
    }
    return seq;
  }

  private void violation(String text, @Nullable Object... arguments) {
    violations.add(text.formatted(arguments));
  }

  private static List<List<@Nullable Object>> sorted(List<List<@Nullable Object>> rows) {
    return rows.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  /** Ids that were inserted, updated and deleted between two states. */
  private record Difference(Set<String> inserted, Set<String> updated, Set<String> deleted) {

    static Difference between(
        Map<String, List<@Nullable Object>> before, Map<String, List<@Nullable Object>> after) {
      Set<String> inserted = new TreeSet<>(after.keySet());
      inserted.removeAll(before.keySet());
      Set<String> deleted = new TreeSet<>(before.keySet());
      deleted.removeAll(after.keySet());
      Set<String> updated = new TreeSet<>();
      before.forEach(
          (id, row) -> {
            if (after.containsKey(id) && !row.equals(after.get(id))) {
              updated.add(id);
            }
          });
      return new Difference(inserted, updated, deleted);
    }

    boolean isNone() {
      return inserted.isEmpty() && updated.isEmpty() && deleted.isEmpty();
    }

    /**
     * @param sizes whether only the numbers can be compared, the ids being the engine's own
     */
    boolean fits(ChangeSet.Inline ids, boolean sizes) {
      return sizes
          ? ids.inserted().size() == inserted.size()
              && ids.updated().size() == updated.size()
              && ids.deleted().size() == deleted.size()
          : same(ids.inserted(), inserted)
              && same(ids.updated(), updated)
              && same(ids.deleted(), deleted);
    }

    private static boolean same(List<String> listed, Set<String> expected) {
      return listed.size() == expected.size() && expected.containsAll(listed);
    }
  }
}

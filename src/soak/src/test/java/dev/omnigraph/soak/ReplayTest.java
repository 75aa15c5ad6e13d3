package dev.omnigraph.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.NewBase;
import dev.omnigraph.table.Pin;
import dev.omnigraph.testkit.PlainMerge.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories that no correct system has, each of which must be noticed. */
class ReplayTest {
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final Catalog CATALOG =
      SchemaCompiler.compile(
          Town.SCHEMA, "town.pg", Optional.empty(), () -> "T" + IDS.incrementAndGet());
  private static final Op ANN = new Op.Add("ann", "a@x", "t1");
  private static final Op BOB = new Op.Add("bob", "a@x", "t2");
  private static final Op PEOPLE = new Op.Read("people", null);
  private static final Op FORK = new Op.Fork(BranchName.MAIN, null);
  private static final Op MERGE = new Op.Merge(new BranchName("side"), Side.NONE, false);

  private static final BranchName SIDE = new BranchName("side");

  private final List<Event> log = new ArrayList<>();
  private final Map<BranchName, ManifestState> states = new HashMap<>();
  private final List<Attempt> history = new ArrayList<>();

  ReplayTest() {
    SortedMap<TableId, TableChange> tables = new TreeMap<>();
    for (EntityType type : CATALOG.entities()) {
      tables.put(type.tableId(), TableChange.adding(pin(0, 0)));
    }
    states.put(BranchName.MAIN, ManifestState.before(new BranchId("b")));
    append("init", CommitKind.INIT, "mayor", tables);
  }

  @Test
  void aHistoryThatFitsIsNoViolation() {
    String commit = inserted("o1", "w1", "ann");
    history.add(
        new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, new Reply.Done(commit, 1, 0, false)));
    history.add(new Attempt(BOB, BranchName.MAIN, "w2", null, 2, 2, refused("unique_violation")));
    history.add(
        new Attempt(
            PEOPLE,
            BranchName.MAIN,
            "w3",
            null,
            2,
            2,
            new Reply.Rows(commit, rows("ann", "a@x", "t1"))));

    assertThat(violations()).isEmpty();
  }

  @Test
  void anAcknowledgedCommitThatIsNotInTheLogIsLost() {
    history.add(
        new Attempt(
            ANN, BranchName.MAIN, "w1", null, 1, 1, new Reply.Done(id("o1") + "-2", 1, 0, false)));

    assertThat(violations()).singleElement().asString().contains("not in the log");
  }

  @Test
  void anAcknowledgementThatNamesAnothersCommitIsLost() {
    String commit = inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    history.add(
        new Attempt(BOB, BranchName.MAIN, "w2", null, 1, 2, new Reply.Done(commit, 1, 0, false)));

    assertThat(violations()).singleElement().asString().contains("is in the log at []");
  }

  @Test
  void anOperationThatIsInTheLogTwiceIsDoubled() {
    inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    append("o2", CommitKind.MUTATE, "w1", change(List.of(), List.of("ann"), 1));

    assertThat(violations()).anyMatch(v -> v.contains("was published at 2 and at 3"));
  }

  @Test
  void aFailureThatIsInTheLogWasUnknown() {
    inserted("o1", "w1", "ann");
    history.add(
        new Attempt(
            ANN,
            BranchName.MAIN,
            "w1",
            null,
            1,
            2,
            new Reply.Failed(ErrorKind.UNAVAILABLE, "busy", "no luck")));

    assertThat(violations()).singleElement().asString().contains("was reported as busy");
  }

  @Test
  void anUnknownOutcomeMayBeInTheLog() {
    inserted("o1", "w1", "ann");
    history.add(
        new Attempt(
            ANN,
            BranchName.MAIN,
            "w1",
            null,
            1,
            2,
            new Reply.Failed(ErrorKind.UNKNOWN_OUTCOME, "unknown", "")));

    assertThat(violations()).isEmpty();
  }

  @Test
  void aReadThatMissesWhatWasThereBeforeItIsStale() {
    inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    history.add(
        new Attempt(
            PEOPLE,
            BranchName.MAIN,
            "w2",
            null,
            2,
            2,
            new Reply.Rows(id("init") + "-1", List.of())));

    assertThat(violations()).singleElement().asString().contains("of instant 1");
  }

  @Test
  void aReadOfRowsThatItsCommitDoesNotHaveIsTorn() {
    String commit = inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    history.add(
        new Attempt(PEOPLE, BranchName.MAIN, "w2", null, 2, 2, new Reply.Rows(commit, List.of())));

    assertThat(violations()).singleElement().asString().contains("instead of [[ann");
  }

  @Test
  void aSearchThatMissesALiveEntityIsTorn() {
    String commit = inserted("o1", "w1", "ann");
    Op found = new Op.Read("tokens", "t0 t1");
    Op other = new Op.Read("tokens", "t11");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    for (Op read : List.of(found, other)) {
      history.add(
          new Attempt(read, BranchName.MAIN, "w2", null, 2, 2, new Reply.Rows(commit, List.of())));
    }

    assertThat(violations()).singleElement().asString().contains("instead of [[ann");
  }

  @Test
  void aRefusalForWhichNoStateGivesAReasonIsWrong() {
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 1, refused("unique_violation")));

    assertThat(violations()).singleElement().asString().contains("no state from 1 to 1");
  }

  @Test
  void anAcknowledgementAfterTheOperationWasRepliedToIsOutOfOrder() {
    String commit = inserted("o1", "w1", "ann");
    history.add(
        new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 1, new Reply.Done(commit, 1, 0, false)));

    assertThat(violations()).singleElement().asString().contains("was sent at 1 and answered at 1");
  }

  @Test
  void aCommitThatTheStateForbidsBreaksTheSchema() {
    inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    append("o2", CommitKind.MUTATE, "w2", change(List.of("bob"), List.of(), 2));
    history.add(new Attempt(BOB, BranchName.MAIN, "w2", null, 2, 3, null));

    assertThat(violations()).anyMatch(v -> v.contains("where it is Broken"));
  }

  @Test
  void aChangeSetThatNamesOthersIsFalse() {
    append("o1", CommitKind.MUTATE, "w1", change(List.of("eve"), List.of(), 1));
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));

    assertThat(violations()).singleElement().asString().contains("-2 says of Person");
  }

  @Test
  void aCountThatIsNotTheRowsIsFalse() {
    append("o1", CommitKind.MUTATE, "w1", change(List.of("ann"), List.of(), 7));
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));

    assertThat(violations()).singleElement().asString().contains("counts 7 rows");
  }

  @Test
  void aCompactionThatDropsARowShows() {
    inserted("o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    append("o2", CommitKind.OPTIMIZE, "w2", change(List.of(), List.of(), 0));

    assertThat(violations()).singleElement().asString().contains("counts 0 rows");
  }

  @Test
  void aBranchThatIsMadeWrittenAndMergedFits() {
    String fork = forked("w1");
    history.add(new Attempt(FORK, SIDE, "w1", null, 1, 2, new Reply.Done(fork, -1, -1, false)));
    String commit = inserted(SIDE, "o2", "w2", "ann");
    history.add(new Attempt(ANN, SIDE, "w2", null, 2, 3, new Reply.Done(commit, 1, 0, false)));
    String merge = merged("o3", "w3", change(BranchName.MAIN, List.of("ann"), List.of(), 1));
    history.add(
        new Attempt(
            MERGE,
            BranchName.MAIN,
            "w3",
            null,
            3,
            4,
            new Reply.Merged(merge, commit, false, false)));
    history.add(
        new Attempt(
            PEOPLE,
            BranchName.MAIN,
            "w4",
            null,
            4,
            4,
            new Reply.Rows(merge, rows("ann", "a@x", "t1"))));

    assertThat(violations()).isEmpty();
  }

  @Test
  void aMergeThatLeavesOutWhatItsSourceHasIsFalse() {
    forked("w1");
    history.add(new Attempt(FORK, SIDE, "w1", null, 1, 2, null));
    inserted(SIDE, "o2", "w2", "ann");
    history.add(new Attempt(ANN, SIDE, "w2", null, 2, 3, null));
    merged("o3", "w3", new TreeMap<>());
    history.add(new Attempt(MERGE, BranchName.MAIN, "w3", null, 3, 4, null));

    assertThat(violations()).singleElement().asString().contains("does not have Person");
  }

  @Test
  void aConflictThatNoStateGivesAReasonForIsWrong() {
    forked("w1");
    history.add(new Attempt(FORK, SIDE, "w1", null, 1, 2, null));
    inserted(SIDE, "o2", "w2", "ann");
    history.add(new Attempt(ANN, SIDE, "w2", null, 2, 3, null));
    history.add(new Attempt(MERGE, BranchName.MAIN, "w3", null, 3, 3, refused("merge_conflicts")));

    assertThat(violations()).singleElement().asString().contains("no state from 3 to 3");
  }

  @Test
  void anAcknowledgedBranchThatIsNotThereIsLost() {
    history.add(
        new Attempt(
            FORK, SIDE, "w1", null, 1, 1, new Reply.Done(id("init") + "-1", -1, -1, false)));

    assertThat(violations()).singleElement().asString().contains("no branch became live");
  }

  @Test
  void aBranchWithoutTheNewestCommitOfItsSourceIsStale() {
    ManifestState old = state(BranchName.MAIN);
    inserted(BranchName.MAIN, "o1", "w1", "ann");
    history.add(new Attempt(ANN, BranchName.MAIN, "w1", null, 1, 2, null));
    String fork = forked("w2", old);
    history.add(new Attempt(FORK, SIDE, "w2", null, 2, 3, new Reply.Done(fork, -1, -1, false)));

    assertThat(violations()).singleElement().asString().contains("starts from");
  }

  @Test
  void aBranchThatAMergeDeletesWithACommitThatItDidNotMergeLosesIt() {
    forked("w1");
    history.add(new Attempt(FORK, SIDE, "w1", null, 1, 2, null));
    inserted(SIDE, "o2", "w2", "ann");
    history.add(new Attempt(ANN, SIDE, "w2", null, 2, 3, null));
    append(SIDE, "o3", CommitKind.BRANCH_DELETED, "w3", new TreeMap<>(), null);
    history.add(
        new Attempt(new Op.Merge(SIDE, Side.NONE, true), BranchName.MAIN, "w3", null, 3, 4, null));

    assertThat(violations()).singleElement().asString().contains("which nobody has merged");
  }

  @Test
  void aWriteOnABranchIsNotSeenOnAnother() {
    forked("w1");
    history.add(new Attempt(FORK, SIDE, "w1", null, 1, 2, null));
    String commit = inserted(SIDE, "o2", "w2", "ann");
    history.add(new Attempt(ANN, SIDE, "w2", null, 2, 3, null));
    history.add(
        new Attempt(
            PEOPLE,
            BranchName.MAIN,
            "w3",
            null,
            3,
            3,
            new Reply.Rows(commit, rows("ann", "a@x", "t1"))));

    assertThat(violations()).singleElement().asString().contains("read commit");
  }

  private List<String> violations() {
    return Replay.violations(CATALOG, log, history);
  }

  private String inserted(String operation, String actor, String name) {
    return inserted(BranchName.MAIN, operation, actor, name);
  }

  private String inserted(BranchName branch, String operation, String actor, String name) {
    return append(
        branch,
        operation,
        CommitKind.MUTATE,
        actor,
        change(branch, List.of(name), List.of(), 1),
        null);
  }

  private String merged(String operation, String actor, SortedMap<TableId, TableChange> tables) {
    return append(BranchName.MAIN, operation, CommitKind.MERGE, actor, tables, state(SIDE).point());
  }

  private String forked(String actor) {
    return forked(actor, state(BranchName.MAIN));
  }

  private String forked(String actor, ManifestState from) {
    BranchObject main =
        BranchObject.first(BranchName.MAIN, state(BranchName.MAIN), "mayor", "nonce");
    BranchObject side =
        main.fork(SIDE, new BranchId("s"), from, actor, Instant.EPOCH, "nonce")
            .with(BranchObject.Status.LIVE, "nonce");
    log.add(new Event.Branched(side));
    states.put(SIDE, from.forkedTo(side.branchId()));
    return from.commitId().text();
  }

  private SortedMap<TableId, TableChange> change(
      List<String> inserted, List<String> updated, long rows) {
    return change(BranchName.MAIN, inserted, updated, rows);
  }

  private SortedMap<TableId, TableChange> change(
      BranchName branch, List<String> inserted, List<String> updated, long rows) {
    TableId table = CATALOG.node(Town.PERSON).orElseThrow().tableId();
    Pin before = state(branch).pins().get(table);
    Pin after = pin(rows, before == null ? 0 : before.generation() + 1);
    SortedMap<TableId, TableChange> tables = new TreeMap<>();
    tables.put(
        table,
        new TableChange(
            before == null ? null : before.digest(),
            new NewBase(after),
            rows,
            new ChangeSet.Inline(inserted, updated, List.of(), 0),
            new TreeMap<>()));
    return tables;
  }

  private static Pin pin(long rows, long generation) {
    return new Pin(
        "nodes/x",
        -generation,
        "tx" + generation,
        rows,
        generation,
        null,
        List.of(),
        new TreeMap<>());
  }

  private String append(
      String operation, CommitKind kind, String actor, SortedMap<TableId, TableChange> tables) {
    return append(BranchName.MAIN, operation, kind, actor, tables, null);
  }

  private String append(
      BranchName branch,
      String operation,
      CommitKind kind,
      String actor,
      SortedMap<TableId, TableChange> tables,
      @Nullable CommitPoint merged) {
    ManifestState before = state(branch);
    NextRecord next =
        before
            .next(kind, new OperationId(id(operation)))
            .by(actor)
            .at(Instant.EPOCH.plusSeconds(before.seq() + 1))
            .schema(CATALOG.hash(), ManifestRecord.CatalogChange.NONE)
            .tables(tables);
    if (merged != null) {
      next.merging(merged, List.of());
    }
    ManifestRecord record = next.record();
    log.add(new Event.Published(record));
    states.put(branch, before.apply(record));
    return record.commitId().toString();
  }

  private ManifestState state(BranchName branch) {
    return Objects.requireNonNull(states.get(branch));
  }

  /** As long as an operation id is. */
  private static String id(String operation) {
    return "0".repeat(26 - operation.length())
        + operation.toUpperCase(Locale.ROOT).replace('O', 'A').replace('I', 'J');
  }

  private static Reply.Failed refused(String code) {
    return new Reply.Failed(ErrorKind.CONFLICT, code, "refused");
  }

  private static List<List<@Nullable Object>> rows(String... row) {
    return List.of(List.of((Object[]) row));
  }
}

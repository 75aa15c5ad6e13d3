package dev.omnigraph.model;

import static dev.omnigraph.model.CommitModel.Extra.CLEANUP;
import static dev.omnigraph.model.CommitModel.Extra.DELETION;

import dev.omnigraph.model.CommitModel.Bounds;
import dev.omnigraph.model.Work.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A model within bounds, and the rules that show in it when they are broken. */
@SuppressWarnings("ImmutableEnumChecker")
enum Scenario {
  CRASHES(
      "one writer and a record of others, one sweep that looks twice, two mishaps",
      (rules, deep) -> commit(rules, new Bounds(1, 1, 2, 2, deep ? 2 : 1, 2)),
      EnumSet.of(
          Rule.READ_FROM_THE_START,
          Rule.ITS_NAME_ENDS_IT,
          Rule.OWN_RECORD_IS_SUCCESS,
          Rule.SAME_SEQ_AFTER_UNKNOWN,
          Rule.UNKNOWN_IS_NO_FAILURE,
          Rule.FENCE_BEFORE_DEAD,
          Rule.FENCES_NAME_WHOM_THEY_END,
          Rule.UNKNOWN_FENCE_AGAIN,
          Rule.REFUSED_FENCE_AGAIN,
          Rule.SWEEP_FROM_THE_START,
          Rule.SWEEP_THE_WHOLE_RANGE,
          Rule.FIRST_WORD_DECIDES,
          Rule.ONE_OPERATION_ID,
          Rule.AUDIT_BEFORE_DELETE,
          Rule.AUDIT_KNOWN_BEFORE_DELETE)),
  RANGES(
      "one writer and as many records of others as its range is long, one sweep, a mishap",
      (rules, deep) -> commit(rules, new Bounds(1, 1, deep ? 2 : 1, 3, 3, 1)),
      EnumSet.of(Rule.ONE_RANGE_UNDER_AN_ID, Rule.WITHIN_ITS_RANGE, Rule.EVERY_RECORD_IS_READ)),
  RACING_SWEEPS(
      "one writer, two sweeps, a mishap",
      (rules, deep) -> commit(rules, new Bounds(1, 2, deep ? 2 : 1, 2, deep ? 1 : 0, 1)),
      EnumSet.of(Rule.AUDIT_CREATE_ONLY)),
  RACING_WRITERS(
      "two writers and a record of others, one sweep, no mishap",
      (rules, deep) -> commit(rules, new Bounds(2, 1, 1, 2, deep ? 0 : 1, deep ? 1 : 0)),
      EnumSet.of(Rule.HINT_ONLY_FORWARD, Rule.HINT_IF_MATCH)),
  DELETED_BRANCHES(
      "two writers, one sweep, a deletion of the branch, no mishap",
      (rules, deep) -> commit(rules, new Bounds(2, 1, 1, 2, deep ? 1 : 0, 0), DELETION),
      EnumSet.of(Rule.TERMINAL_ENDS_THE_LOG, Rule.NO_HINT_OF_THE_END)),
  CLEANING_UP(
      "one writer and a record of others, one sweep, one cleanup, a mishap",
      (rules, deep) ->
          commit(rules, new Bounds(deep ? 2 : 1, 1, 1, 2, deep ? 0 : 1, deep ? 0 : 1), CLEANUP),
      EnumSet.of(
          Rule.ARM_BEFORE_STAGING,
          Rule.DISARM_WHEN_DECIDED,
          Rule.NOTHING_STAGED_IS_REUSED,
          Rule.CANDIDATES_BEFORE_SIDECARS,
          Rule.SIDECARS_BEFORE_HEADS,
          Rule.SPARE_WHAT_IS_YOUNGER)),
  NAMESAKES(
      "a writer, a deletion, a sweep, two creations under one name and a cleanup, a mishap",
      (rules, deep) -> new NamesakeModel(rules, deep ? 2 : 1),
      EnumSet.of(
          Rule.TERMINAL_RECORD,
          Rule.TERMINAL_ENDS_THE_LOG,
          Rule.MARK_BEFORE_FINISH,
          Rule.RECORDS_STAY,
          Rule.NEW_BRANCH_ID,
          Rule.HINT_OF_THE_OWN_BRANCH,
          Rule.HINT_IF_MATCH,
          Rule.CREATE_OVER_WHAT_WAS_READ,
          Rule.LIVE_ONLY_AS_PENDING,
          Rule.DROP_ONLY_AS_READ,
          Rule.DROPPED_IS_NOT_CREATED)),
  ADOPTIONS(
      "a fork that is written to and a merge of old data, whose branch may lose its name, a sweep, a"
          + " cleanup",
      (rules, deep) -> new AdoptionModel(rules),
      EnumSet.of(
          Rule.HORIZON_FIRST,
          Rule.PENDING_IS_A_ROOT,
          Rule.HORIZON_AFTER_PENDING,
          Rule.HORIZON_AFTER_ARMING,
          Rule.HORIZON_UNDER_EACH_ID,
          Rule.ADOPTED_STATES_ARE_NAMED,
          Rule.KEPT_WITHOUT_THEIR_BRANCH,
          Rule.FORKED_STILL_HAS_ITS_NAME,
          Rule.ADOPTED_STILL_HAS_ITS_NAME,
          Rule.BRANCHES_AFTER_CANDIDATES,
          Rule.BRANCHES_BEFORE_SIDECARS,
          Rule.UNREADABLE_STOPS_CLEANUP,
          Rule.SIDECARS_BEFORE_HEADS)),
  HORIZONS(
      "two cleanups of one branch, a fork of an old state and a hold of one",
      (rules, deep) -> new HorizonModel(rules, deep ? 4 : 3),
      EnumSet.of(
          Rule.OVERTAKEN_BEGINS_AGAIN,
          Rule.PENDING_MAY_COME_TOO_LATE,
          Rule.HOLD_WHAT_IS_COVERED,
          Rule.HOLDS_CAP_THE_HORIZON,
          Rule.HOLD_OF_WHAT_IS_REPLACED)),
  KNOWLEDGE(
      "three merges of two sources and a record of others, every merge moves what is known to a run",
      (rules, deep) -> new KnowledgeModel(rules, deep ? 4 : 3),
      EnumSet.of(Rule.RUN_BEFORE_RECORD, Rule.RUN_BY_CONTENT, Rule.MERGES_PREPARE_AGAIN)),
  KEYS(
      "a key delivered twice, among others that push it out of the state, a mishap",
      (rules, deep) -> new KeyModel(rules, deep ? 3 : 2, 1),
      EnumSet.of(
          Rule.KEY_IN_THE_STATE,
          Rule.KEY_AFTER_THE_HINT,
          Rule.KEY_IN_LOST_RACES,
          Rule.OLD_KEY_IS_LOOKED_UP,
          Rule.KEY_LEAVES_BY_A_RECORD,
          Rule.SPILL_BEFORE_SAYING_SO)),
  OLD_KEYS(
      "the same among more of them, and no mishap",
      (rules, deep) -> new KeyModel(rules, deep ? 4 : 3, 0),
      EnumSet.of(Rule.SPILL_ONLY_COMMITTED_KEYS)),
  RACES(
      "every choice of four operations that read, insert, delete, or change schema or stored queries",
      (rules, deep) -> new RaceModel(rules, deep ? 5 : 4),
      EnumSet.of(
          Rule.EVERY_RIVAL_COUNTS,
          Rule.READS_COUNT,
          Rule.ONLY_INSERTS_SURVIVE,
          Rule.CONSTRAINTS_PREPARE_AGAIN,
          Rule.INSERTED_IDS_COUNT,
          Rule.ENDPOINTS_COUNT,
          Rule.NEW_SCHEMA_PREPARES_AGAIN,
          Rule.NEW_QUERIES_PREPARE_AGAIN)),
  COMPACTIONS(
      "a compaction, three deletions, two inserts",
      (rules, deep) -> new FragmentModel(rules, Stream.of(Kind.values()).map(Work::main).toList()),
      EnumSet.of(
          Rule.IDS_BY_THE_FOLD,
          Rule.NO_ID_TWICE,
          Rule.FRAGMENTS_BY_CONTENT,
          Rule.REWRITES_NEED_THEIR_FRAGMENTS,
          Rule.BASES_BY_CONTENT)),
  DIVERGENCE(
      "two branches of one version, written to and compacted, and a change carried over",
      (rules, deep) ->
          new FragmentModel(
              rules,
              List.of(
                  Work.main(Kind.INSERT_D),
                  Work.main(Kind.COMPACT),
                  Work.branch(Kind.INSERT_E),
                  Work.branch(Kind.DELETE_B),
                  Work.branch(Kind.COMPACT),
                  Work.carried(Kind.DELETE_A))),
      EnumSet.of(Rule.FRAGMENTS_BY_CONTENT, Rule.VERSIONS_BY_CONTENT)),
  READERS(
      "a reader, three writers, a cleanup of old data",
      (rules, deep) -> new ReaderModel(rules, 3, deep ? 1 : 0),
      EnumSet.of(
          Rule.PROVE_NEWEST,
          Rule.UP_TO_THE_FIRST_ABSENT,
          Rule.HINT_AFTER_PUBLISH,
          Rule.ONE_VIEW,
          Rule.RETENTION));

  private final String says;
  private final Builder builder;
  private final Set<Rule> rules;

  Scenario(String says, Builder builder, Set<Rule> rules) {
    this.says = says;
    this.builder = builder;
    this.rules = Collections.unmodifiableSet(rules);
  }

  @FunctionalInterface
  private interface Builder {
    Model build(Rules rules, boolean deep);
  }

  String says() {
    return says;
  }

  /** Rules whose breaking leads to a counterexample here. */
  Set<Rule> rules() {
    return rules;
  }

  /**
   * @param deep with bounds that take minutes rather than seconds
   */
  Model model(Rules kept, boolean deep) {
    return builder.build(kept, deep);
  }

  private static Model commit(Rules rules, Bounds bounds, CommitModel.Extra... extras) {
    return new CommitModel(rules, bounds, List.of(extras));
  }
}

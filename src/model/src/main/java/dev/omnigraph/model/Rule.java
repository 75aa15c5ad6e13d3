package dev.omnigraph.model;

/** The rules of the protocol that can be broken one at a time. */
enum Rule {
  // --- the writer
  ARM_BEFORE_STAGING("the sidecar is acknowledged before the first byte is staged"),
  ONE_RANGE_UNDER_AN_ID("an arming that may still land is sent again only as it was"),
  READ_FROM_THE_START("a writer looks for its id in every record from the start of its range on"),
  EVERY_RECORD_IS_READ("a loser reads every record up to the seq that it tries next"),
  ITS_NAME_ENDS_IT("a fence that names an operation ends its id"),
  WITHIN_ITS_RANGE("an operation that left its range goes on under a new id"),
  OWN_RECORD_IS_SUCCESS("after a refusal the record is read, and one's own means success"),
  SAME_SEQ_AFTER_UNKNOWN("after an unknown, an absent record is sent again under the same seq"),
  UNKNOWN_IS_NO_FAILURE("an outcome that cannot be found out is never reported as a failure"),
  DISARM_WHEN_DECIDED("a writer removes its sidecar only when its last request is decided"),
  NOTHING_STAGED_IS_REUSED("a new operation id uses nothing that was staged under another"),
  HINT_ONLY_FORWARD("a hint is only replaced by a later one"),
  HINT_IF_MATCH("a hint is replaced only as it was read"),

  // --- the sweep
  FENCE_BEFORE_DEAD("an operation that may still be published is fenced before it is dead"),
  FENCES_NAME_WHOM_THEY_END("a fence names the operations that it ends"),
  UNKNOWN_FENCE_AGAIN("a fence whose outcome is unknown proves nothing"),
  REFUSED_FENCE_AGAIN("a fence that was refused proves nothing"),
  SWEEP_FROM_THE_START("recovery reads a range from its start on"),
  SWEEP_THE_WHOLE_RANGE("recovery reads a range up to the first free seq or to its end"),
  FIRST_WORD_DECIDES("a record of the operation counts whatever a later fence names"),
  ONE_OPERATION_ID("an operation has one id in all attempts, and recovery compares only that"),
  NO_HINT_OF_THE_END("no hint is at the end of a branch"),
  AUDIT_BEFORE_DELETE("the audit entry is there before the sidecar goes"),
  AUDIT_KNOWN_BEFORE_DELETE("an audit entry that may not be there keeps the sidecar"),
  AUDIT_CREATE_ONLY("audit entries are only created"),

  // --- cleanup
  CANDIDATES_BEFORE_SIDECARS("cleanup lists the files before the sidecars"),
  SIDECARS_BEFORE_HEADS("cleanup lists the sidecars before it reads the heads"),
  SPARE_WHAT_IS_YOUNGER("cleanup spares what is younger than the oldest sidecar"),
  OVERTAKEN_BEGINS_AGAIN(
      "a cleanup that misses something begins again if another has raised the horizon above its"
          + " own"),
  PENDING_MAY_COME_TOO_LATE("what a pending branch starts from is kept, and need not be there"),
  HOLD_WHAT_IS_COVERED("a hold is put only on a state that the horizon it is written into covers"),
  HOLDS_CAP_THE_HORIZON("the horizon never rises above a hold"),
  HOLD_OF_WHAT_IS_REPLACED("cleanup looks for holds in the very horizon that it replaces"),

  // --- branches
  TERMINAL_RECORD("a branch ends with a record of its log, not with a mark alone"),
  TERMINAL_ENDS_THE_LOG("whoever reads the terminal record writes no other"),
  MARK_BEFORE_FINISH("the branch object is marked before the deletion's sidecar goes"),
  RECORDS_STAY("records are never deleted, not even a deleted branch's"),
  NEW_BRANCH_ID("a branch created under an old name has a new id"),
  HINT_OF_THE_OWN_BRANCH("a hint is written only into an object with its branch's id"),
  CREATE_OVER_WHAT_WAS_READ("a pending branch replaces only what was read under its name"),
  LIVE_ONLY_AS_PENDING("a branch becomes live only if its object is still the pending one"),
  DROP_ONLY_AS_READ("cleanup drops a pending branch only if its object is still what it read"),
  DROPPED_IS_NOT_CREATED("a creator that finds its branch deleted asks its log whether it lived"),

  // --- data of others: forks and merges beside cleanup
  HORIZON_FIRST("cleanup publishes the horizon before it looks at anything"),
  PENDING_IS_A_ROOT("cleanup keeps what a pending branch names"),
  HORIZON_AFTER_PENDING("a fork reads the horizon when its pending object is there"),
  HORIZON_AFTER_ARMING("a merge reads the horizon when its sidecar is there"),
  HORIZON_UNDER_EACH_ID("a merge that starts again reads the horizon again"),
  ADOPTED_STATES_ARE_NAMED("a merge names the states it adopts in its sidecar; cleanup keeps them"),
  KEPT_WITHOUT_THEIR_BRANCH(
      "cleanup keeps what a sidecar adopts, whatever became of the branch that it is of"),
  FORKED_STILL_HAS_ITS_NAME(
      "a fork looks whether its source still has its name when its pending object is there"),
  ADOPTED_STILL_HAS_ITS_NAME(
      "a merge looks whether its source still has its name when its sidecar is there"),
  BRANCHES_AFTER_CANDIDATES("cleanup lists the branches after the files"),
  BRANCHES_BEFORE_SIDECARS("cleanup lists the branches before the sidecars"),
  UNREADABLE_STOPS_CLEANUP("a sidecar that cannot be read stops cleanup"),

  // --- what a branch knows of others
  RUN_BEFORE_RECORD("a record names a run only after the run was acknowledged"),
  RUN_BY_CONTENT("a run is named by its content"),
  MERGES_PREPARE_AGAIN("a merge is prepared again when a rival merged anything"),

  // --- idempotency keys
  KEY_IN_THE_STATE("a key is looked for in the hint's state"),
  KEY_AFTER_THE_HINT("a key is looked for in every record after the hint"),
  KEY_IN_LOST_RACES("a loser looks for its key in every record that it lost to"),
  OLD_KEY_IS_LOOKED_UP("a key that is not in the hint's state is looked up among the spilled"),
  KEY_LEAVES_BY_A_RECORD("a key leaves the state only when a record says that it is spilled"),
  SPILL_BEFORE_SAYING_SO("a record says so only after the spilled object was acknowledged"),
  SPILL_ONLY_COMMITTED_KEYS("only keys of committed records are spilled"),

  // --- lost races
  EVERY_RIVAL_COUNTS("a loser decides against every record up to the first that is absent"),
  READS_COUNT("a rival that touched a table that was only read counts"),
  ONLY_INSERTS_SURVIVE("what is more than inserts is prepared again when its tables were touched"),
  CONSTRAINTS_PREPARE_AGAIN(
      "what uniqueness or a cardinality constrains, likewise, inserts or not"),
  INSERTED_IDS_COUNT("an insert is prepared again when a rival changed one of its ids"),
  ENDPOINTS_COUNT("an edge is prepared again when a rival changed one of its endpoints"),
  NEW_SCHEMA_PREPARES_AGAIN("a writer that captured the old schema prepares again"),
  NEW_QUERIES_PREPARE_AGAIN(
      "what rests on the stored queries is prepared again after a rival changed them"),

  // --- fragments
  IDS_BY_THE_FOLD("the log gives out the ids of fragments, not who stages them"),
  NO_ID_TWICE("no fragment id is given out twice, even if its fragment is gone"),
  FRAGMENTS_BY_CONTENT("a change fits only if the fragments it touches have the very content"),
  REWRITES_NEED_THEIR_FRAGMENTS(
      "a compaction is committed again only on the very fragments it read"),
  BASES_BY_CONTENT("a base is published only on a version of the very content it was made on"),
  VERSIONS_BY_CONTENT("open versions are told apart by their content, not by a number"),

  // --- readers
  PROVE_NEWEST("a reader proves that the hint is newest"),
  UP_TO_THE_FIRST_ABSENT("a reader goes on up to the first record that is absent"),
  HINT_AFTER_PUBLISH("a hint is written only of what is published"),
  ONE_VIEW("one operation reads everything at one state"),
  RETENTION("cleanup keeps what was newest within the retention");

  private final String says;

  Rule(String says) {
    this.says = says;
  }

  String says() {
    return says;
  }
}

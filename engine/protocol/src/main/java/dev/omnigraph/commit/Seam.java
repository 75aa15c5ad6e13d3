package dev.omnigraph.commit;

/**
 * Every boundary between two requests of the protocol, named after the request that follows it.
 * Tests kill, fail and park there; no request of the protocol is sent without passing one.
 */
public enum Seam {
  /** GET of the branch object. */
  OPEN_BRANCH,
  /** GET of a record that may not exist yet. */
  OPEN_PROBE,
  /** GET of a checkpoint. */
  OPEN_CHECKPOINT,
  /** GET of a compiled schema. */
  OPEN_SCHEMA,
  /** GET of stored queries or policies. */
  OPEN_TEXTS,
  /** Opening of a table version that a state names. */
  OPEN_TABLE,
  /** GET of the horizon. */
  OPEN_HORIZON,
  /** GET of a record of the past. */
  READ_RECORD,
  /** GET of a spilled change set. */
  READ_CHANGES,
  /** GET of a run of what a state knows of other branches. */
  READ_KNOWN,
  /** LIST of the checkpoints of a log whose branch may have no object any more. */
  LIST_CHECKPOINTS,
  /** GET of an idempotency key that left the state. */
  KEY_LOOKUP,
  /** LIST of the branch objects. */
  LIST_BRANCHES,

  /** Create of the sidecar. */
  ARM,
  /** GET of the sidecar when its create was not acknowledged. */
  ARM_VERIFY,
  /** Create of a new schema's objects. */
  STAGE_SCHEMA,
  /** Create of the object of new stored queries or policies. */
  STAGE_TEXTS,
  /** Creation of the empty table of a new type. */
  STAGE_TABLE,
  /** Data files of one table, while the operation still looks at what there is. */
  STAGE_AHEAD,
  /** Data and deletion files of one table. */
  STAGE,
  /** The detached commit of one table. */
  STAGE_COMMIT,
  /** Asks what the store says of a file that was staged. */
  STAGE_FINGERPRINT,
  /** Create of a change set too large for the record. */
  SPILL_CHANGES,
  /** GET of a change set whose create was not acknowledged. */
  SPILL_CHANGES_VERIFY,
  /** Create of the object of an idempotency key that leaves the state. */
  SPILL_KEY,
  /** Create of a run of what the state knows of other branches. */
  SPILL_KNOWN,
  /** GET of the object of a branch whose data is adopted, after the sidecar is there. */
  ADOPT_BRANCH,
  /** GET of the horizon, after the sidecar is there. */
  ADOPT_HORIZON,
  /** Create of the record: the commit point. */
  PUBLISH,
  /** GET of the record at the seq when the create was not acknowledged. */
  PUBLISH_VERIFY,
  /** A writer that gives up fences its own seq. */
  PUBLISH_FENCE,
  /** GET of a rival's record, or of the first free seq. */
  RACE_READ,
  /** GET of the branch object before a second try to refresh the hint. */
  HINT_READ,
  /** Replace of the branch object with a newer state. */
  HINT,
  /** Create of a checkpoint. */
  CHECKPOINT,
  /** Delete of the sidecar after success. */
  FINISH,
  /** Delete of the sidecar by a writer that fails for good. */
  DISARM,

  /** LIST of the sidecars of a branch. */
  SWEEP_LIST,
  /** GET of a sidecar. */
  SWEEP_SIDECAR,
  /** GET of a record in the range of a sidecar. */
  SWEEP_TARGET,
  /** Create of a fence that ends the operations of sidecars. */
  SWEEP_FENCE,
  /** Create of the audit entry. */
  SWEEP_AUDIT,
  /** Delete of a sidecar by recovery. */
  SWEEP_DELETE,

  /** Create of, or replace of a deleted namesake with, a pending branch object. */
  BRANCH_PENDING,
  /** Create of the checkpoint that a branch starts from. */
  BRANCH_BASE,
  /** GET of the object of the branch that was forked, after the pending one is there. */
  BRANCH_SOURCE,
  /** Replace of the pending branch object with the live one. */
  BRANCH_LIVE,
  /** GET of a branch object whose write was not acknowledged. */
  BRANCH_VERIFY,
  /** GET of a branch object that is to be marked deleted. */
  BRANCH_MARK_READ,
  /** Replace of the branch object with the deleted one. */
  BRANCH_MARK,

  /** GET of the horizon, which a hold is to be in. */
  HOLD_READ,
  /** Replace of the horizon with one that has or lacks a hold. */
  HOLD,
  /** GET of the horizon when the write of a hold was not acknowledged. */
  HOLD_VERIFY,

  /** LIST of the branches whose heads decide on the new horizon; its time is cleanup's. */
  CLEANUP_PLAN,
  /** Replace of a branch object, pending for too long, with the deleted one. */
  CLEANUP_UNBORN,
  /** GET of a record, for the store's time of it. */
  CLEANUP_AGE,
  /** GET of the horizon that is to be raised. */
  CLEANUP_HORIZON_READ,
  /** Create or replace of the horizon. */
  CLEANUP_HORIZON,
  /** GET of the horizon when its write was not acknowledged. */
  CLEANUP_HORIZON_VERIFY,
  /** LIST of what cleanup may delete. */
  CLEANUP_LIST,
  /** LIST of all branches, pending ones included, after that of what may be deleted. */
  CLEANUP_BRANCHES,
  /** LIST of all sidecars, after that of the branches. */
  CLEANUP_SIDECARS,
  /** GET of a sidecar. */
  CLEANUP_SIDECAR,
  /** GET of a branch object. */
  CLEANUP_BRANCH,
  /** GET of a record that may not exist yet, to find a branch's head. */
  CLEANUP_HEAD,
  /** Opening of a table version, for the files that it names. */
  CLEANUP_MARK,
  /** Delete of an object that nothing keeps. */
  CLEANUP_DELETE,

  /** GET of a branch object of a graph that is to be deleted. */
  REMOVAL_BRANCH,
  /** Delete of an object that is never there, to learn whether the store lets data be deleted. */
  REMOVAL_RIGHT,
  /** Replace of main's object by the claim of a deletion, or of an unborn branch's. */
  REMOVAL_CLAIM,
  /** LIST of a graph's branches, or of all that a graph has. */
  REMOVAL_LIST,
  /** Delete of an object of a deleted graph, main's last. */
  REMOVAL_DELETE,

  /** LIST of everything, or of a table, by repair. */
  REPAIR_LIST,
  /** GET of any object, by repair. */
  REPAIR_READ,
  /** Create or replace of what is derived from the log, by repair. */
  REPAIR_WRITE,

  /** GET and create of the graph object. */
  INIT_GRAPH,
  /** Creates the horizon. */
  INIT_HORIZON,
  /** Create of a schema's objects. */
  INIT_SCHEMA,
  /** Creation of an empty table. */
  INIT_TABLE,
  /** Create of the first record. */
  INIT_RECORD,
  /** Create of the main branch: the instant at which the graph exists. */
  INIT_BRANCH
}

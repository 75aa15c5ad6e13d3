package dev.omnigraph.commit;

import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;

/**
 * Told what the writes and sweeps of a process do, on the threads that do it; it must be quick and
 * must not throw. What a write has done is in its {@link CommitReport}, also without a listener.
 */
public interface CommitListener {
  /** Nobody listens. */
  CommitListener NONE = new CommitListener() {};

  /** A branch is looked for, to be read or written. */
  default void opening(BranchName branch) {}

  /**
   * The sidecar is about to be created: from now on recovery may know the operation by this id. A
   * write has another id after each start.
   */
  default void arming(OperationId operationId) {}

  /** The record is about to be created; once for each seq, however often it is sent. */
  default void publishing(OperationId operationId, long seq) {}

  /** Somebody else holds the seq. */
  default void lostRace(OperationId operationId, long seq) {}

  /** An operation of a writer that died has ended, and there is an audit entry that says so. */
  default void recovered(OperationId operationId, AuditEntry.Outcome outcome) {}
}

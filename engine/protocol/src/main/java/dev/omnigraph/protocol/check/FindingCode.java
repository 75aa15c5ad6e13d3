package dev.omnigraph.protocol.check;

import dev.omnigraph.protocol.check.Finding.Severity;
import java.util.Locale;

/** What repair can find, each with what it means for the graph. */
public enum FindingCode {
  RECOVERY_PENDING(Severity.PENDING, "An operation is in flight, or its writer has died."),
  BRANCH_UNREADABLE(Severity.DAMAGE, "The object of a branch cannot be read."),
  BRANCH_OBJECT_MISSING(
      Severity.DAMAGE, "A branch that was not deleted has a log and no object of the branch."),
  BASE_MISSING(Severity.DAMAGE, "The state that a branch starts from is gone or cannot be read."),
  RECORD_MISSING(
      Severity.DAMAGE, "A record is gone from the middle of a log; what follows is not reachable."),
  RECORD_UNREADABLE(Severity.DAMAGE, "A record cannot be read, or does not follow the one before."),
  CHANGES_MISSING(
      Severity.DAMAGE, "The list of the ids that a commit changed is gone; its rows are not."),
  CHANGES_UNREADABLE(
      Severity.DAMAGE,
      "The list of the ids that a commit changed cannot be read, or has another length than the"
          + " commit says."),
  KNOWN_MISSING(
      Severity.DAMAGE,
      "The list of what a branch knows of others is gone; merges that need it are refused."),
  KNOWN_UNREADABLE(
      Severity.DAMAGE,
      "The list of what a branch knows of others cannot be read, or is not the one that its state"
          + " names."),
  SCHEMA_UNREADABLE(Severity.DAMAGE, "A compiled schema is gone or cannot be read."),
  TEXTS_UNREADABLE(
      Severity.DAMAGE, "The stored queries or the policies of a commit are gone or unreadable."),
  HORIZON_MISSING(
      Severity.DAMAGE,
      "The object that says what cleanup has deleted is gone; cleanup writes it again, if it is run"
          + " with the shortest retention that was ever used."),
  HORIZON_UNREADABLE(
      Severity.DAMAGE, "The object that says what cleanup has deleted cannot be read."),
  GRAPH_OBJECT_MISSING(Severity.DAMAGE, "The object of the graph is gone."),
  GRAPH_OBJECT_UNREADABLE(Severity.DAMAGE, "The object of the graph cannot be read."),
  SIDECAR_UNREADABLE(Severity.DAMAGE, "The sidecar of an operation cannot be read."),
  AUDIT_UNREADABLE(Severity.DAMAGE, "The audit entry of an operation cannot be read."),
  VERSION_MISSING(Severity.DAMAGE, "A version of a table that commits need is gone."),
  VERSION_UNREADABLE(
      Severity.DAMAGE, "The table library cannot open a version of a table that commits need."),
  PART_MISSING(Severity.DAMAGE, "A file that a needed version of a table names is gone."),
  FILE_DAMAGED(
      Severity.DAMAGE,
      "A file of a table is not what its commit wrote, or it cannot be told that it is."),
  CHECKPOINT_MISSING(
      Severity.DERIVED, "A checkpoint is gone; reading near it costs more requests."),
  CHECKPOINT_WRONG(Severity.DERIVED, "A checkpoint is not what the records lead to."),
  HINT_MISSING(
      Severity.DERIVED, "A branch does not say where its end is; opening it probes for the end."),
  HINT_WRONG(Severity.DERIVED, "A branch says another state than the records lead to."),
  HINT_BEHIND(
      Severity.DERIVED, "A branch names an old end; opening it reads records that it need not."),
  BRANCH_NOT_MARKED(Severity.DERIVED, "The log of a branch has ended, and its object says not."),
  KEY_MISSING(Severity.DERIVED, "The object of an idempotency key is gone."),
  KEY_WRONG(Severity.DERIVED, "The object of an idempotency key is not what the record says."),
  SCHEMA_SOURCE_MISSING(Severity.DERIVED, "The text of a schema, which only people read, is gone."),
  SCHEMA_SOURCE_WRONG(Severity.DERIVED, "The text of a schema is not the one that was compiled."),
  LOOKUP_MISSING(
      Severity.DERIVED, "A look-up object is gone; optimize builds it again, queries read more."),
  LOOKUP_WRONG(
      Severity.DERIVED,
      "A look-up object is damaged, or does not hold the rows of its table; emptied, it counts as"
          + " gone."),
  SEGMENT_MISSING(
      Severity.DERIVED,
      "A search segment is gone; queries read the rows that it knew, and optimize builds another."),
  SEGMENT_WRONG(
      Severity.DERIVED,
      "A search segment is damaged, or does not hold the rows of its files; emptied, it counts as"
          + " gone."),
  FOREIGN_OBJECT(Severity.FOREIGN, "No version of OmniGraph writes an object of this name."),
  FOREIGN_VERSION(
      Severity.FOREIGN, "Another program wrote to a table; the graph does not read what it wrote.");

  private final Severity severity;
  private final String meaning;

  FindingCode(Severity severity, String meaning) {
    this.severity = severity;
    this.meaning = meaning;
  }

  public Severity severity() {
    return severity;
  }

  /** For the page of errors: what was found, in a sentence. */
  public String meaning() {
    return meaning;
  }

  /** The code as callers see it; it never changes: {@code hint_wrong}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

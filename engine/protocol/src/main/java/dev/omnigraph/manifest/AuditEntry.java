package dev.omnigraph.manifest;

import dev.omnigraph.id.TableId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What recovery did with an operation whose writer did not end it. Never more than one for an
 * operation.
 *
 * @param actor the operation's, not recovery's
 * @param commitId what it published; null when it did not
 * @param tables the Lance version that the operation published; empty when it did not, and then no
 *     table has anything of it
 */
public record AuditEntry(
    String operationId,
    CommitKind kind,
    String actor,
    String branch,
    String branchId,
    long target,
    Outcome outcome,
    @Nullable String commitId,
    SortedMap<TableId, Long> tables,
    Instant recordedAt) {
  public AuditEntry {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** How it ended. */
  public enum Outcome {
    /** It had published: what was left to do was done. */
    ROLLED_FORWARD,
    /** It had not published and never can. */
    ROLLED_BACK,
    /** The same, because its branch was deleted. */
    ORPHANED_BRANCH
  }
}

package dev.omnigraph.commit;

import dev.omnigraph.commit.Stager.Staged;
import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the record that follows a state. */
final class Records {
  private Records() {}

  static ManifestRecord next(
      ManifestState state,
      String operationId,
      CommitKind kind,
      CommitRequest request,
      Instant now,
      Staged staged,
      long keysSpilled) {
    long seq = state.seq() + 1;
    SchemaChange change = staged.schema();
    return new ManifestRecord(
        seq,
        operationId,
        CommitIds.of(operationId, seq),
        kind,
        state.branchId(),
        request.actor(),
        notBefore(state, now),
        parent(state),
        null,
        request.idempotencyKey(),
        change == null ? state.schema() : change.catalog().hash(),
        staged.changes(),
        change == null ? ManifestRecord.CatalogChange.NONE : change.inRecord(),
        keysSpilled);
  }

  /** Clocks of writers differ; the times of a branch never run backwards. */
  static Instant notBefore(ManifestState state, Instant now) {
    return now.isBefore(state.authoredAt()) ? state.authoredAt() : now;
  }

  private static @Nullable String parent(ManifestState state) {
    return state.commitId().isEmpty() ? null : state.commitId();
  }
}

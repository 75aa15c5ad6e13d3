package dev.omnigraph.protocol.check;

import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.StateCodec;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.store.StoredObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what is derived from a log with what its records lead to. */
final class DerivedCheck {
  private final RepairStore store;

  DerivedCheck(RepairStore store) {
    this.store = store;
  }

  /** The checkpoint at a state, which is expected there. */
  Optional<Finding> checkpoint(ManifestState expected, boolean repair) {
    String key = ObjectKeys.checkpoint(expected.branchId(), expected.seq());
    byte[] body = StateCodec.encode(expected);
    Optional<StoredObject> stored = store.read(key);
    if (stored.isEmpty()) {
      return Optional.of(
          Finding.of(FindingCode.CHECKPOINT_MISSING, key, "Reading near it costs more requests.")
              .mended(repair, () -> store.create(key, body)));
    }
    if (isState(key, stored.get(), expected)) {
      return Optional.empty();
    }
    String etag = stored.get().etag();
    return Optional.of(
        Finding.of(
                FindingCode.CHECKPOINT_WRONG,
                key,
                "It is not what the records lead to, or not readable.")
            .mended(repair, () -> store.replace(key, body, etag)));
  }

  private static boolean isState(String key, StoredObject stored, ManifestState expected) {
    try {
      return StateCodec.decode(key, stored.body()).equals(expected);
    } catch (UnreadableObject e) {
      return false;
    }
  }

  /**
   * The hint of a live branch, and whether the branch should be marked.
   *
   * @param newest that the log leads to
   * @param atHint the state that it led to at the seq of the hint, if it came there
   */
  Optional<Finding> branch(
      BranchLog.Found found,
      ManifestState newest,
      @Nullable ManifestState atHint,
      boolean ended,
      boolean repair) {
    BranchObject branch = found.branch();
    String key = ObjectKeys.branch(branch.name());
    if (ended) {
      Finding unmarked =
          Finding.of(FindingCode.BRANCH_NOT_MARKED, key, "Its log has ended; its object says not.");
      boolean marked = repair && store.markDeleted(branch.name(), branch.branchId());
      return Optional.of(marked ? unmarked.asRepaired() : unmarked);
    }
    byte[] body = branch.with(newest, store.nonce()).encode();
    return hint(key, branch.hint(), atHint, newest)
        .map(finding -> finding.mended(repair, () -> store.replace(key, body, found.etag())));
  }

  private static Optional<Finding> hint(
      String key,
      @Nullable ManifestState hint,
      @Nullable ManifestState atHint,
      ManifestState newest) {
    if (hint == null) {
      return Optional.of(
          Finding.of(FindingCode.HINT_MISSING, key, "Opening the branch probes for its end."));
    }
    if (!hint.equals(atHint)) {
      return Optional.of(
          Finding.of(
              FindingCode.HINT_WRONG,
              key,
              "It is not the state that the records lead to at its seq."));
    }
    return hint.seq() == newest.seq()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.HINT_BEHIND,
                key,
                "Opening the branch reads "
                    + (newest.seq() - hint.seq())
                    + " records that it need not."));
  }
}

package dev.omnigraph.commit;

import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.CommitPoint;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Optional;

/**
 * A write as the protocol sees it. {@link #prepare} runs again, on a newer view, when a lost race
 * touched what it rested on; so it keeps nothing between calls.
 *
 * @param <A> what its caller is answered
 */
public interface Operation<A> {
  CommitKind kind();

  /**
   * Called before anything else, with the newest state that is known: whoever may not do this must
   * not hear where the branch is, or what was done under a key.
   *
   * @throws dev.omnigraph.error.GraphException if the caller may not
   */
  default void admit(View view) {}

  /**
   * Reads, evaluates and validates everything against the view plus its own rows, and writes
   * nothing.
   *
   * @throws dev.omnigraph.error.GraphException if the operation must not happen
   */
  Proposal<A> prepare(View view);

  /** The same, but rows may be staged meanwhile, through {@code ahead} alone. */
  default Proposal<A> prepare(View view, Ahead ahead) {
    return prepare(view);
  }

  /**
   * The answer when an earlier delivery with the same idempotency key did the work; called only for
   * a keyed request.
   *
   * @param record the commit that it made
   */
  A replayed(ManifestRecord record);

  /**
   * Called before {@link #replayed}: whoever asks again may not be allowed to any more.
   *
   * @param view the branch as it is now
   * @param record the commit of the first delivery
   * @throws dev.omnigraph.error.GraphException if it must not be told
   */
  default void beforeReplay(View view, ManifestRecord record) {}

  /**
   * States of other branches, or of the past, whose data the operation may make its own; cleanup
   * keeps them once the sidecar that names them is there. One that listed the sidecars before does
   * not know them. So once the operation is armed, it is looked up whether their branches still
   * keep them, and if not, the operation ends with {@code data_gone}.
   */
  default List<Adopted> adopts() {
    return List.of();
  }

  /**
   * Whether what it does is said by stored queries. Then it is prepared again after a rival changed
   * them.
   */
  default boolean callsQueries() {
    return false;
  }

  /** The commit that the operation merges, if it is known before it is prepared; for people. */
  default Optional<CommitPoint> merges() {
    return Optional.empty();
  }

  /**
   * Whether a race that touched its tables ends the operation with {@link ExpectedVersionMismatch}
   * instead of preparing it again: it was planned by somebody who must see the new state.
   */
  default boolean failsWhenOvertaken() {
    return false;
  }
}

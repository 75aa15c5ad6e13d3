package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.store.StoredObject;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes the horizon, whoever else cleans up, or puts or releases holds, at the same time. */
public final class HorizonWriter {
  private static final int TRIES = 10;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Requests requests;
  private final Environment environment;
  private final Seam read;
  private final ConditionalObject<Horizon> horizon;

  private HorizonWriter(
      Requests requests, Environment environment, Seam read, Seam write, Seam verify) {
    this.requests = requests;
    this.environment = environment;
    this.read = read;
    this.horizon =
        new ConditionalObject<>(requests, ObjectKind.HORIZON, write, verify, Patience.NONE);
  }

  static HorizonWriter ofCleanup(Requests requests, Environment environment) {
    return new HorizonWriter(
        requests,
        environment,
        Seam.CLEANUP_HORIZON_READ,
        Seam.CLEANUP_HORIZON,
        Seam.CLEANUP_HORIZON_VERIFY);
  }

  static HorizonWriter ofHolds(Requests requests, Environment environment) {
    return new HorizonWriter(requests, environment, Seam.HOLD_READ, Seam.HOLD, Seam.HOLD_VERIFY);
  }

  /** Empty when the object is lost, as every graph begins with one. */
  Optional<Horizon> read() {
    return requests.get(read, ObjectKeys.HORIZON).map(stored -> Horizon.decode(stored.body()));
  }

  /** Writes a lost one again; another's, which is there by now, stays as it is. */
  void restore(Horizon found) {
    switch (horizon.create(ObjectKeys.HORIZON, found)) {
      case Own<Horizon> own -> {}
      case Others<Horizon> others -> {}
      case Absent<Horizon> absent -> throw absent.cause();
      case Unknown<Horizon> unknown -> throw unknown.cause();
    }
  }

  /**
   * Raises the floors of these branches, none above a hold; those of others stay.
   *
   * @return what is there now, which is nowhere lower than asked for but for holds
   * @throws GraphException when that is not certain; then nothing may be deleted
   */
  Horizon raise(SortedMap<BranchId, Long> floors) {
    return change(before -> raised(before, floors), cause -> cause);
  }

  /** The same, on paper. */
  Horizon raised(Horizon before, SortedMap<BranchId, Long> floors) {
    return before.raised(floors, environment.ulids().get());
  }

  /**
   * Writes what becomes of the horizon over the one that it was decided on, and decides again when
   * somebody was faster.
   *
   * @param change what is to be there instead; may refuse
   * @param unknown what to tell when it is not certain whether it was written
   * @return what is there now
   */
  Horizon change(UnaryOperator<Horizon> change, UnaryOperator<GraphException> unknown) {
    @Nullable GraphException undecided = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        StoredObject stored = stored();
        Horizon before = Horizon.decode(stored.body());
        Horizon after = change.apply(before);
        if (after.saysAs(before)) {
          return before;
        }
        environment.deadline().require();
        switch (horizon.replace(ObjectKeys.HORIZON, after, stored.etag())) {
          case Own<Horizon> own -> {
            return after;
          }
          case Others<Horizon> others -> undecided = null;
          // It may land until somebody else writes.
          case Absent<Horizon> absent -> undecided = absent.cause();
          case Unknown<Horizon> lost -> throw unknown.apply(lost.cause());
        }
      } catch (GraphException e) {
        throw undecided == null ? e : unknown.apply(e);
      }
      environment.jitter(PAUSE);
    }
    throw undecided == null ? Failures.horizonBusy() : unknown.apply(undecided);
  }

  private StoredObject stored() {
    return requests
        .get(read, ObjectKeys.HORIZON)
        .orElseThrow(() -> UnreadableObject.missing(ObjectKeys.HORIZON));
  }
}

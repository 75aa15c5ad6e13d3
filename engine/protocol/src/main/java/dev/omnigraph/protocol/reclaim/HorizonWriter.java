package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The one object that cleanup changes: it only rises, whoever else cleans up at the same time. */
public final class HorizonWriter {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Requests requests;
  private final Environment environment;
  private final ConditionalObject<Horizon> horizon;

  HorizonWriter(Requests requests, Environment environment) {
    this.requests = requests;
    this.environment = environment;
    this.horizon =
        new ConditionalObject<>(
            requests,
            ObjectKind.HORIZON,
            Seam.CLEANUP_HORIZON,
            Seam.CLEANUP_HORIZON_VERIFY,
            Patience.NONE);
  }

  /** Empty when the object is lost, as every graph begins with one. */
  Optional<Horizon> read() {
    return requests
        .get(Seam.CLEANUP_HORIZON_READ, ObjectKeys.HORIZON)
        .map(stored -> Horizon.decode(stored.body()));
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
   * Raises the floors of these branches; those of others stay.
   *
   * @return what is there now, which is nowhere lower than asked for
   * @throws dev.omnigraph.error.GraphException when that is not certain; then nothing may be
   *     deleted
   */
  Horizon raise(SortedMap<BranchId, Long> floors) {
    for (int i = 0; i < TRIES; i++) {
      StoredObject stored = stored();
      Horizon before = Horizon.decode(stored.body());
      Horizon raised = raised(before, floors);
      if (raised.seqs().equals(before.seqs())) {
        return before;
      }
      environment.deadline().require();
      switch (horizon.replace(ObjectKeys.HORIZON, raised, stored.etag())) {
        case Own<Horizon> own -> {
          return raised;
        }
        case Others<Horizon> others -> {}
        case Absent<Horizon> absent -> {}
        case Unknown<Horizon> unknown -> throw unknown.cause();
      }
      environment.jitter(PAUSE);
    }
    throw Failures.horizonBusy();
  }

  /** The same, on paper. */
  Horizon raised(Horizon before, SortedMap<BranchId, Long> floors) {
    SortedMap<BranchId, Long> seqs = new TreeMap<>(before.seqs());
    for (Map.Entry<BranchId, Long> floor : floors.entrySet()) {
      seqs.merge(floor.getKey(), floor.getValue(), Math::max);
    }
    return new Horizon(seqs, environment.ulids().get());
  }

  private StoredObject stored() {
    return requests
        .get(Seam.CLEANUP_HORIZON_READ, ObjectKeys.HORIZON)
        .orElseThrow(() -> UnreadableObject.missing(ObjectKeys.HORIZON));
  }
}

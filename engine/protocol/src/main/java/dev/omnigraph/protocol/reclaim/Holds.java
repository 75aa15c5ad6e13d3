package dev.omnigraph.protocol.reclaim;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.HoldName;
import dev.omnigraph.manifest.Hold;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.UnreadableObject;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.History;
import dev.omnigraph.protocol.object.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Named holds: while one is there, cleanup keeps its commit and all that follow it on its branch.
 * They are in the horizon, so whoever raises that sees them, and whoever puts one knows that what
 * it keeps has not gone.
 */
public final class Holds {
  /** All of them are read with every state of the past. */
  static final int MOST = 256;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final BranchLog log;
  private final History history;
  private final Environment environment;
  private final HorizonWriter horizon;

  public Holds(Requests requests, BranchLog log, History history, Environment environment) {
    this.log = log;
    this.history = history;
    this.environment = environment;
    this.horizon = HorizonWriter.ofHolds(requests, environment);
  }

  /** In the order of their names. */
  public List<Hold> all() {
    return List.copyOf(log.horizon(Seam.HOLD_READ).holds().values());
  }

  /**
   * Puts a hold, or moves the one of that name.
   *
   * @throws GraphException {@code hold_name}, {@code too_many_holds}, {@code data_gone} when
   *     cleanup may have taken the commit's data, {@code outcome_unknown}, or what reading the
   *     state gives
   */
  public Hold retain(HoldName name, ReadAt at, String actor) {
    if (!FORM.matcher(name.text()).matches()) {
      throw Failures.badHoldName(name);
    }
    History.Point point = history.find(at);
    Instant now = environment.now();
    Horizon after =
        horizon.change(
            before -> {
              if (before.holds().size() >= MOST && !before.holds().containsKey(name)) {
                throw Failures.tooManyHolds(MOST);
              }
              Hold hold = hold(name, point, before, actor, now);
              if (!before.covers(point.newest().branch(), hold.seq())) {
                throw history.gone(point.newest(), hold.seq(), before);
              }
              return before.with(hold, point.newest().branch(), environment.ulids().get());
            },
            cause -> OutcomeUnknown.ofHold(name, cause));
    return Objects.requireNonNull(after.holds().get(name));
  }

  /**
   * Takes a hold away: what only it kept goes with a later cleanup.
   *
   * @return what it was
   * @throws GraphException {@code hold_not_found}, {@code outcome_unknown}
   */
  public Hold release(HoldName name) {
    List<Hold> found = new ArrayList<>();
    try {
      horizon.change(
          before -> {
            Hold hold = before.holds().get(name);
            if (hold != null) {
              found.add(hold);
            } else if (found.isEmpty()) {
              throw Failures.holdNotFound(name);
            }
            return before.without(name, environment.ulids().get());
          },
          cause -> OutcomeUnknown.ofHold(name, cause));
    } catch (UnreadableObject e) {
      throw log.withoutHorizon(e);
    }
    return found.getLast();
  }

  /** Of the commit that people name, if its data are still there: upkeep may have followed it. */
  private Hold hold(HoldName name, History.Point point, Horizon before, String actor, Instant now) {
    ManifestState state = point.state();
    CommitId logical = state.logicalCommitId();
    long seq = logical.seq().orElse(state.seq());
    boolean kept = before.covers(point.newest().branch(), seq);
    return new Hold(
        name,
        point.newest().name(),
        point.newest().branchId(),
        kept ? seq : state.seq(),
        kept ? logical : state.commitId(),
        actor,
        now);
  }
}

package dev.omnigraph.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Seam;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The steps of the model carry the names of the engine's requests, and none is forgotten. */
class SeamTest {
  private static final long ENOUGH_STATES = 100_000;

  @Test
  void everySeamOfTheEngineIsAStepOrLeftOutForAReason() {
    Set<Seam> modelled = EnumSet.noneOf(Seam.class);

    for (Scenario scenario : Scenario.values()) {
      modelled.addAll(Explorer.explore(scenario.model(Rules.all(), false), ENOUGH_STATES).seams());
    }

    Map<Seam, String> notModelled = leftOut();
    Set<Seam> both = EnumSet.copyOf(modelled);
    both.retainAll(notModelled.keySet());
    assertThat(both).as("modelled and left out").isEmpty();
    modelled.addAll(notModelled.keySet());
    assertThat(modelled).containsExactlyInAnyOrder(Seam.values());
  }

  private static Map<Seam, String> leftOut() {
    String immutable = "it reads what is never replaced, so when it is read does not matter";
    String derived = "it writes what is derived from records, under a name of its own, once";
    String before = "until the last of them there is no graph, and nobody else knows the names";
    Map<Seam, String> reasons = new EnumMap<>(Seam.class);
    reasons.put(Seam.OPEN_CHECKPOINT, immutable);
    reasons.put(Seam.OPEN_SCHEMA, immutable);
    reasons.put(Seam.OPEN_TEXTS, immutable);
    reasons.put(Seam.READ_RECORD, immutable);
    reasons.put(Seam.READ_CHANGES, immutable);
    reasons.put(Seam.READ_KNOWN, immutable);
    reasons.put(Seam.LIST_CHECKPOINTS, "it lists what is derived, of a log that is there");
    reasons.put(Seam.SPILL_CHANGES, "it stages: part of STAGE");
    reasons.put(Seam.SPILL_CHANGES_VERIFY, "it stages: part of STAGE");
    reasons.put(Seam.STAGE_AHEAD, "it stages what may not be used: part of STAGE");
    reasons.put(Seam.STAGE_SCHEMA, "it stages: part of STAGE");
    reasons.put(Seam.STAGE_TEXTS, "it stages: part of STAGE");
    reasons.put(Seam.STAGE_TABLE, "it stages: part of STAGE");
    reasons.put(Seam.STAGE_FINGERPRINT, "it stages: part of STAGE");
    reasons.put(Seam.CHECKPOINT, derived);
    reasons.put(Seam.BRANCH_BASE, derived);
    reasons.put(Seam.SWEEP_LIST, "SWEEP_SIDECAR finds any sidecar that is there");
    String hold = "part of HOLD, which fails if the horizon was written since";
    reasons.put(Seam.HOLD_READ, hold);
    reasons.put(Seam.HOLD_VERIFY, hold);
    String cleanup = "the cleaner's looks are steps of the model under names of their own";
    for (Seam seam : Seam.values()) {
      if (seam.name().startsWith("CLEANUP_") && seam != Seam.CLEANUP_UNBORN) {
        reasons.put(seam, cleanup);
      }
    }

    String removal = "one deletion works at a time; GraphRemovalTest lets it die at each step";
    reasons.put(Seam.REMOVAL_BRANCH, removal);
    reasons.put(Seam.REMOVAL_RIGHT, "it changes nothing: no object has that name");
    reasons.put(Seam.REMOVAL_CLAIM, removal);
    reasons.put(Seam.REMOVAL_LIST, removal);
    reasons.put(Seam.REMOVAL_DELETE, removal);
    reasons.put(Seam.REPAIR_LIST, "repair only looks");
    reasons.put(Seam.REPAIR_READ, "repair only looks");
    reasons.put(
        Seam.REPAIR_WRITE,
        "it writes what a hint or a checkpoint of the log would be, if unchanged");
    reasons.put(Seam.INIT_GRAPH, before);
    reasons.put(Seam.INIT_HORIZON, before);
    reasons.put(Seam.INIT_SCHEMA, before);
    reasons.put(Seam.INIT_TABLE, before);
    reasons.put(Seam.INIT_RECORD, before);
    reasons.put(Seam.INIT_BRANCH, before);
    return reasons;
  }
}

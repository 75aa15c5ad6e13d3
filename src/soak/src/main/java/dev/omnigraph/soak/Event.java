package dev.omnigraph.soak;

import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;

/** Something that happened to a graph: an object of its manifest that was put. */
sealed interface Event {

  /** A commit came to be. */
  record Published(ManifestRecord record) implements Event {}

  /** A branch came to be, moved on in its life, or got another hint. */
  record Branched(BranchObject branch) implements Event {}

  /** A cleanup said what it may delete from then on. */
  record Raised(Horizon horizon) implements Event {}
}

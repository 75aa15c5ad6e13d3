package dev.omnigraph.model;

import java.util.List;
import java.util.function.Consumer;

/** A part of the protocol, as its states and the steps between them. Equal states, equal steps. */
interface Model {
  Layout layout();

  /** Every state in which things may begin. */
  void begin(Consumer<State> states);

  /** Every step that some process, or the network, may take next; always in the same order. */
  void steps(State state, Steps steps);

  List<Invariant> invariants();
}

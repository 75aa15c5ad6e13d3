package dev.omnigraph.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which rules of the protocol are kept. */
record Rules(Set<Rule> broken) {
  static Rules all() {
    return new Rules(Set.of());
  }

  static Rules without(Rule rule) {
    return new Rules(Collections.unmodifiableSet(EnumSet.of(rule)));
  }

  boolean keep(Rule rule) {
    return !broken.contains(rule);
  }
}

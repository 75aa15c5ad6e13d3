package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.call.Resolution.Take;

/**
 * The side on whose state a merge is planned; what the other side changed is put onto it. It is the
 * target, but where only the source changed the schema: its state keeps the rules of that schema
 * already, and what the target did is put into its form. To a plan, the ground is the target then.
 */
enum Ground {
  TARGET("target", "source"),
  SOURCE("source", "target");

  private final String here;
  private final String there;

  Ground(String here, String there) {
    this.here = here;
    this.there = there;
  }

  /** What callers call the side. */
  String here() {
    return here;
  }

  /** What callers call the other side. */
  String there() {
    return there;
  }

  /** What a caller prefers, as the plan sees the sides. */
  Prefer seen(Prefer prefer) {
    return switch (prefer) {
      case NONE -> Prefer.NONE;
      case SOURCE -> this == TARGET ? Prefer.SOURCE : Prefer.TARGET;
      case TARGET -> this == TARGET ? Prefer.TARGET : Prefer.SOURCE;
    };
  }

  /** What a caller decided, as the plan sees the sides. */
  Resolution seen(Resolution resolution) {
    Take take =
        switch (resolution.take()) {
          case SOURCE -> this == TARGET ? Take.SOURCE : Take.TARGET;
          case TARGET -> this == TARGET ? Take.TARGET : Take.SOURCE;
          case BASE -> Take.BASE;
          case VALUES -> Take.VALUES;
        };
    return new Resolution(resolution.type(), resolution.id(), take, resolution.values());
  }

  /** A conflict of the plan, as callers see the sides. */
  MergeConflict told(MergeConflict conflict) {
    return this == TARGET ? conflict : conflict.exchanged();
  }
}

package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict.Kind;
import dev.omnigraph.call.MergeRequest.Prefer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one entity that two sides may have changed: a pure function of its three images.
 * An image is the row's values in the order of its layout, or null when there is no such entity.
 * Values are the same when they are equal to the last bit, but for the bits of a NaN.
 */
final class ThreeWay {
  /** A value of a base that nobody knows, and that no value is equal to. */
  static final Object UNKNOWN = new Object();

  private ThreeWay() {}

  /** What the target gets. */
  sealed interface Decision {
    /** What it has. */
    record Keep() implements Decision {}

    /** Another image, or none. */
    record Write(@Nullable Object @Nullable [] image) implements Decision {}

    /**
     * Nothing, until somebody decides.
     *
     * @param columns places in the row; none when it is about the whole entity
     */
    record Conflict(Kind kind, List<Integer> columns) implements Decision {
      public Conflict {
        columns = List.copyOf(columns);
      }
    }
  }

  /**
   * Decides.
   *
   * @param mergesInserts whether an entity born on both sides is merged as if both had changed one
   *     without values, as an edge is; else it must be the same
   * @param prefer the side that decides where they differ
   */
  static Decision decide(
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs,
      boolean mergesInserts,
      Prefer prefer) {
    if (same(ours, theirs) || same(base, theirs)) {
      return new Decision.Keep();
    }
    if (same(base, ours)) {
      return new Decision.Write(theirs);
    }
    if (ours == null || theirs == null) {
      return prefer == Prefer.NONE
          ? new Decision.Conflict(Kind.DELETE_VS_UPDATE, List.of())
          : of(prefer, theirs);
    }
    if (base == null && !mergesInserts) {
      return prefer == Prefer.NONE
          ? new Decision.Conflict(Kind.DIVERGENT_INSERT, differing(ours, theirs))
          : of(prefer, theirs);
    }
    return properties(base, ours, theirs, prefer);
  }

  private static Decision of(Prefer prefer, @Nullable Object @Nullable [] theirs) {
    return prefer == Prefer.SOURCE ? new Decision.Write(theirs) : new Decision.Keep();
  }

  private static Decision properties(
      @Nullable Object @Nullable [] base,
      @Nullable Object[] ours,
      @Nullable Object[] theirs,
      Prefer prefer) {
    @Nullable Object[] merged = ours.clone();
    List<Integer> conflicts = new ArrayList<>();
    for (int column = 0; column < ours.length; column++) {
      Object before = base == null ? null : base[column];
      if (same(ours[column], theirs[column]) || same(before, theirs[column])) {
        continue;
      }
      if (same(before, ours[column]) || prefer == Prefer.SOURCE) {
        merged[column] = theirs[column];
      } else if (prefer == Prefer.NONE) {
        conflicts.add(column);
      }
    }
    if (!conflicts.isEmpty()) {
      return new Decision.Conflict(
          base == null ? Kind.DIVERGENT_INSERT : Kind.DIVERGENT_UPDATE, conflicts);
    }
    return same(merged, ours) ? new Decision.Keep() : new Decision.Write(merged);
  }

  /**
   * The base that two bases have in common: what merging them would give, unknown where they
   * conflict.
   */
  static @Nullable Object @Nullable [] commonBase(
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] one,
      @Nullable Object @Nullable [] other) {
    if (same(one, other) || same(base, other)) {
      return one;
    }
    if (same(base, one)) {
      return other;
    }
    if (one == null || other == null) {
      @Nullable Object[] there = Objects.requireNonNull(one == null ? other : one);
      @Nullable Object[] unknown = new @Nullable Object[there.length];
      java.util.Arrays.fill(unknown, UNKNOWN);
      return unknown;
    }
    @Nullable Object[] merged = one.clone();
    for (int column = 0; column < one.length; column++) {
      Object before = base == null ? null : base[column];
      if (!same(one[column], other[column]) && !same(before, other[column])) {
        merged[column] = same(before, one[column]) ? other[column] : UNKNOWN;
      }
    }
    return merged;
  }

  static boolean same(@Nullable Object one, @Nullable Object other) {
    return Objects.deepEquals(one, other);
  }

  private static List<Integer> differing(@Nullable Object[] ours, @Nullable Object[] theirs) {
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < ours.length; column++) {
      if (!same(ours[column], theirs[column])) {
        columns.add(column);
      }
    }
    return columns;
  }
}

package dev.omnigraph.merge;

import dev.omnigraph.call.MergeRequest.Prefer;
import dev.omnigraph.merge.ThreeWay.Decision;
import dev.omnigraph.row.MadeVectors;
import dev.omnigraph.row.RowLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link ThreeWay} for entities with vectors that are made of their texts: everything else decides,
 * and then each vector comes from a side that has the text. So there is no conflict about a vector,
 * none about an entity that one side deleted and of which the other made a vector, and no vector of
 * another text.
 */
final class TextsFirst {
  private final List<MadeVectors.Column> columns;

  /** A vector that must be there cannot be cleared, and is a value like others. */
  TextsFirst(RowLayout layout) {
    this.columns =
        MadeVectors.of(layout).columns().stream()
            .filter(column -> column.property().nullable())
            .toList();
  }

  /** Decides, with the arguments of {@link ThreeWay#decide}. */
  Decision decide(
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs,
      boolean mergesInserts,
      Prefer prefer) {
    if (columns.isEmpty()) {
      return ThreeWay.decide(base, ours, theirs, mergesInserts, prefer);
    }
    Decision rest =
        ThreeWay.decide(without(base), without(ours), without(theirs), mergesInserts, prefer);
    return switch (rest) {
      case Decision.Keep keep -> with(ours, base, ours, theirs, prefer);
      case Decision.Write(@Nullable Object @Nullable [] image) ->
          with(image, base, ours, theirs, prefer);
      case Decision.Conflict conflict -> conflict;
    };
  }

  private @Nullable Object @Nullable [] without(@Nullable Object @Nullable [] image) {
    if (image == null) {
      return null;
    }
    @Nullable Object[] rest = image.clone();
    columns.forEach(column -> rest[column.vector()] = null);
    return rest;
  }

  private Decision with(
      @Nullable Object @Nullable [] decided,
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs,
      Prefer prefer) {
    if (decided == null) {
      return ours == null ? new Decision.Keep() : new Decision.Write(null);
    }
    @Nullable Object[] image = decided.clone();
    for (MadeVectors.Column column : columns) {
      Object text = image[column.text()];
      boolean isOurs = ours != null && ThreeWay.same(text, ours[column.text()]);
      boolean isTheirs = theirs != null && ThreeWay.same(text, theirs[column.text()]);
      Object mine = ours != null && isOurs ? ours[column.vector()] : null;
      Object other = theirs != null && isTheirs ? theirs[column.vector()] : null;
      Object before = base == null ? null : base[column.vector()];
      image[column.vector()] =
          isOurs && isTheirs ? either(before, mine, other, prefer) : isOurs ? mine : other;
    }
    return ThreeWay.same(image, ours) ? new Decision.Keep() : new Decision.Write(image);
  }

  /** Of two vectors of one text, the one that changed. */
  private static @Nullable Object either(
      @Nullable Object before, @Nullable Object mine, @Nullable Object other, Prefer prefer) {
    if (ThreeWay.same(before, other)) {
      return mine;
    }
    if (ThreeWay.same(before, mine)) {
      return other;
    }
    Object preferred = prefer == Prefer.SOURCE ? other : mine;
    return preferred != null ? preferred : prefer == Prefer.SOURCE ? mine : other;
  }
}

package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.call.Resolution;
import dev.omnigraph.changes.Images;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.merge.ThreeWay.Decision;
import dev.omnigraph.row.MadeVectors;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.Property;
import dev.omnigraph.value.JsonValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides about the entities of one table that it takes three images for. */
final class Contested {
  private final MergeInput input;
  private final RowLayout layout;
  private final TableDelta delta;
  private final ConflictList conflicts;
  private final MadeVectors vectors;
  private final TextsFirst sides;
  private final Set<String> decided = new HashSet<>();
  private final List<String> inserted = new ArrayList<>();
  private final List<String> updated = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  /**
   * @param delta gets what is decided
   * @param conflicts gets what cannot be
   */
  Contested(MergeInput input, TableDelta delta, ConflictList conflicts) {
    this.input = input;
    this.conflicts = conflicts;
    this.layout = delta.layout();
    this.delta = delta;
    this.vectors = MadeVectors.of(layout);
    this.sides = new TextsFirst(layout);
  }

  /** Everything that was decided. */
  Decided decided() {
    return new Decided(Set.copyOf(decided), new ChangeSet.Inline(inserted, updated, deleted, 0));
  }

  /**
   * Decides about each of the ids, in their order.
   *
   * @param base images
   * @param ours rows of the target
   * @param theirs rows of the source
   */
  void decide(
      Collection<String> ids,
      Map<String, @Nullable Object[]> base,
      Map<String, Images.Row> ours,
      Map<String, Images.Row> theirs) {
    for (String id : new TreeSet<>(ids)) {
      Images.Row target = ours.get(id);
      decide(id, base.get(id), target, values(theirs.get(id)));
    }
  }

  private void decide(
      String id,
      @Nullable Object @Nullable [] base,
      Images.@Nullable Row target,
      @Nullable Object @Nullable [] theirs) {
    @Nullable Object @Nullable [] ours = values(target);
    Resolution resolution = input.decided(layout.type().tableId()).get(id);
    decided.add(id);
    switch (decision(base, ours, theirs, resolution)) {
      case Decision.Keep keep -> forOther(id, theirs, ours);
      case Decision.Write(@Nullable Object @Nullable [] image) -> {
        write(id, target, image);
        forOther(id, theirs, image);
      }
      case Decision.Conflict(MergeConflict.Kind kind, List<Integer> columns) -> {
        String reason = reason(kind, ours == null);
        conflicts.add(
            layout.type(),
            id,
            kind,
            reason,
            () -> conflict(kind, id, columns, reason, base, ours, theirs));
        // Else which edges lose a node would depend on the ground: it stands as the target has it.
        if (input.ground() == Ground.SOURCE && !connectsAlike(ours, theirs)) {
          write(id, target, theirs);
        }
      }
    }
  }

  /** Whether both sides have it and, if it is an edge, lead it the same way. */
  private boolean connectsAlike(
      @Nullable Object @Nullable [] ours, @Nullable Object @Nullable [] theirs) {
    if (ours == null || theirs == null) {
      return false;
    }
    return !(layout.type() instanceof EdgeType)
        || (ThreeWay.same(ours[RowLayout.SRC], theirs[RowLayout.SRC])
            && ThreeWay.same(ours[RowLayout.DST], theirs[RowLayout.DST]));
  }

  private void forOther(
      String id, @Nullable Object @Nullable [] theirs, @Nullable Object @Nullable [] outcome) {
    if (theirs == null && outcome != null) {
      inserted.add(id);
    } else if (theirs != null && outcome == null) {
      deleted.add(id);
    } else if (!ThreeWay.same(theirs, outcome)) {
      updated.add(id);
    }
  }

  private Decision decision(
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs,
      @Nullable Resolution resolution) {
    boolean mergesInserts = layout.type() instanceof EdgeType;
    if (resolution != null && base == null && ours == null && theirs == null) {
      throw Decisions.refused(
          "There is no %s \"%s\" to decide about.".formatted(resolution.type(), resolution.id()));
    }
    if (resolution == null) {
      return sides.decide(base, ours, theirs, mergesInserts, input.prefer());
    }
    return switch (resolution.take()) {
      case SOURCE -> new Decision.Write(theirs);
      case TARGET -> new Decision.Keep();
      case BASE -> new Decision.Write(known(base, resolution));
      case VALUES -> values(base, ours, theirs, mergesInserts, resolution);
    };
  }

  private static @Nullable Object @Nullable [] known(
      @Nullable Object @Nullable [] base, Resolution resolution) {
    if (base != null && Arrays.asList(base).contains(ThreeWay.UNKNOWN)) {
      throw Decisions.refused(
          "%s \"%s\" has no one base: the branches decided about it differently before."
              .formatted(resolution.type(), resolution.id()));
    }
    return base;
  }

  /** The given values, on what the others are merged to. */
  private Decision values(
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs,
      boolean mergesInserts,
      Resolution resolution) {
    @Nullable Object @Nullable [] start = ours == null ? theirs : ours;
    if (start == null) {
      return new Decision.Keep();
    }
    @Nullable Object @Nullable [] source = theirs == null ? null : theirs.clone();
    @Nullable Object @Nullable [] target = ours == null ? null : ours.clone();
    @Nullable Object[] values = start.clone();
    for (int column = layout.ofProperty(0); column < layout.width(); column++) {
      Property property = layout.propertyAt(column);
      if (property != null && resolution.values().containsKey(property.name())) {
        values[column] =
            JsonValues.fromJson(property.type(), resolution.values().get(property.name()));
        if (source != null) {
          source[column] = values[column];
        }
        if (target != null) {
          target[column] = values[column];
        }
      }
    }
    Set<String> given = resolution.values().keySet();
    vectors.clearStale(start, values, given);
    if (source == null || target == null) {
      return new Decision.Write(values);
    }
    vectors.clearStale(Objects.requireNonNull(theirs), source, given);
    vectors.clearStale(Objects.requireNonNull(ours), target, given);
    Decision rest = sides.decide(base, target, source, mergesInserts, input.prefer());
    return switch (rest) {
      case Decision.Keep keep -> new Decision.Write(target);
      case Decision.Write write -> write;
      case Decision.Conflict conflict -> conflict;
    };
  }

  private void write(String id, Images.@Nullable Row target, @Nullable Object @Nullable [] image) {
    if (image != null) {
      input.memory().row(image);
      int row = delta.add(image, 0, false);
      if (target != null) {
        delta.replaces(row, target.address(), target.values());
      }
    } else if (target != null) {
      delta.delete(id, target.address(), source(target.values()));
    }
  }

  private @Nullable String source(@Nullable Object[] values) {
    return layout.type() instanceof EdgeType ? String.valueOf(values[RowLayout.SRC]) : null;
  }

  private MergeConflict conflict(
      MergeConflict.Kind kind,
      String id,
      List<Integer> columns,
      String reason,
      @Nullable Object @Nullable [] base,
      @Nullable Object @Nullable [] ours,
      @Nullable Object @Nullable [] theirs) {
    String properties =
        columns.stream().map(column -> layout.shownName(column)).collect(Collectors.joining(", "));
    return input.told(
        new MergeConflict(
            kind,
            layout.type().name(),
            id,
            properties.isEmpty() ? null : properties,
            reason,
            ShownImage.of(layout, base),
            ShownImage.of(layout, ours),
            ShownImage.of(layout, theirs)));
  }

  private String reason(MergeConflict.Kind kind, boolean deletedHere) {
    String here = input.ground().here();
    String there = input.ground().there();
    return switch (kind) {
      case DIVERGENT_INSERT -> "both sides inserted it, with different values";
      case DIVERGENT_UPDATE -> "both sides changed it, to different values";
      case DELETE_VS_UPDATE ->
          "the %s deleted it and the %s changed it"
              .formatted(deletedHere ? here : there, deletedHere ? there : here);
      case ORPHAN_EDGE, UNIQUE_VIOLATION, CARDINALITY_VIOLATION, VALUE_CONSTRAINT_VIOLATION ->
          "it breaks a rule";
    };
  }

  private static @Nullable Object @Nullable [] values(Images.@Nullable Row row) {
    return row == null ? null : row.values();
  }
}

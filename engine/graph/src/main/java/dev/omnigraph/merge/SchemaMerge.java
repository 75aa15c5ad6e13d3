package dev.omnigraph.merge;

import dev.omnigraph.changes.Images;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.id.TableId;
import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which schema a merge ends with: the one that only one side changed. */
final class SchemaMerge {
  private SchemaMerge() {}

  /**
   * On whose state to plan: that of the side whose schema the merge ends with.
   *
   * @param bases the nearest common ancestors
   * @throws GraphException {@code merge_schemas_differ} when both changed it
   */
  static Ground ground(BranchView target, BranchView source, List<BranchView> bases) {
    SchemaHash ours = target.state().schema();
    SchemaHash theirs = source.state().schema();
    if (ours.equals(theirs)) {
      return Ground.TARGET;
    }
    if (all(bases, theirs)) {
      requireForward(source, target, target, source);
      return Ground.TARGET;
    }
    if (all(bases, ours)) {
      requireForward(target, source, target, source);
      return Ground.SOURCE;
    }
    Catalog before = bases.getFirst().catalog();
    List<String> oursSince = steps(before, target.catalog());
    List<String> theirsSince = steps(before, source.catalog());
    throw refused(
            "Both sides changed the schema since they parted.\n"
                + told("The target", oursSince)
                + "\n"
                + told("The source", theirsSince),
            target,
            source)
        .with("base", bases.getFirst().commitId().toString())
        .with("target_steps", oursSince)
        .with("source_steps", theirsSince)
        .build();
  }

  /** That rows can follow: not where a branch was restored to a schema that held less. */
  private static void requireForward(
      BranchView from, BranchView to, BranchView target, BranchView source) {
    List<String> backward =
        SchemaPlan.of(from.catalog(), to.catalog(), false).steps().stream()
            .filter(planned -> !planned.isSupported() && !isOfRows(planned))
            .map(planned -> planned.step().summary())
            .toList();
    if (!backward.isEmpty()) {
      throw refused(
              "One side went back to a schema that the rows of the other do not fit: it would\n  "
                  + String.join("\n  ", backward),
              target,
              source)
          .with("steps", backward)
          .build();
    }
  }

  /** A row that lacks a value, or breaks a rule, is told as what it is. */
  private static boolean isOfRows(SchemaPlan.Planned planned) {
    return planned.dependsOnRows()
        || (planned.refusal() != null
            && planned.refusal().code() == LanguageError.REQUIRED_PROPERTY);
  }

  private static boolean all(List<BranchView> bases, SchemaHash schema) {
    return bases.stream().allMatch(base -> base.state().schema().equals(schema));
  }

  private static List<String> steps(Catalog before, Catalog after) {
    return SchemaPlan.of(before, after, false).steps().stream()
        .map(planned -> planned.step().summary())
        .toList();
  }

  private static String told(String side, List<String> steps) {
    return steps.isEmpty()
        ? side + " would keep what the other one has changed back."
        : side + " would\n  " + String.join("\n  ", steps);
  }

  /**
   * What brings the schema of one state, and the tables that only it has, to another.
   *
   * @param bases what they have in common: what was dropped from history there already is no news
   */
  static Optional<SchemaChange> taken(
      BranchView target, BranchView source, List<BranchView> bases) {
    ManifestState ours = target.state();
    ManifestState theirs = source.state();
    if (ours.schema().equals(theirs.schema())) {
      return Optional.empty();
    }
    SortedMap<TableId, Pin> adopted = new TreeMap<>();
    SortedMap<TableId, String> renamed = new TreeMap<>();
    for (EntityType type : source.catalog().entities()) {
      TableId table = type.tableId();
      Pin pin = theirs.pins().get(table);
      if (pin != null && !ours.pins().containsKey(table)) {
        adopted.put(table, pin);
      }
      Images.typeIn(target, type)
          .filter(own -> !own.name().equals(type.name()))
          .ifPresent(own -> renamed.put(table, type.name()));
    }
    List<TableId> dropped = new ArrayList<>(ours.pins().keySet());
    dropped.removeAll(theirs.pins().keySet());
    List<TableId> purged = new ArrayList<>();
    for (Map.Entry<TableId, Long> entry : theirs.purged().entrySet()) {
      TableId table = entry.getKey();
      Long since = entry.getValue();
      boolean isKnown =
          since.equals(ours.purged().get(table))
              || bases.stream().anyMatch(base -> since.equals(base.state().purged().get(table)));
      if (!isKnown) {
        purged.add(table);
      }
    }
    return Optional.of(
        new SchemaChange(source.catalog(), List.of(), adopted, renamed, dropped, purged));
  }

  static GraphException.Builder refused(String reason, BranchView target, BranchView source) {
    return GraphException.of(MergeError.MERGE_SCHEMAS_DIFFER, reason)
        .with("target_schema", target.state().schema().toString())
        .with("source_schema", source.state().schema().toString());
  }
}

package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.lookup.LookupRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.operation.Rewrite;
import org.lance.operation.RewriteGroup;

/**
 * Fragments rewritten and indexes brought up to date. Index segments name fragments by ids that
 * only a commit gives out, so staging already makes the version; on another base the rewritten data
 * is committed again and the segments are built anew. Look-up objects and search segments name
 * files and are built once: they are good for every version with the same columns.
 */
record UpkeepChange(
    String path,
    OperationId operationId,
    List<RewriteGroup> groups,
    UpkeepPlan plan,
    UpkeepPlanner planner,
    List<IndexSpec> indexes,
    List<LookupRef> lookups,
    SegmentBuilder.Built built,
    SortedMap<String, Long> values,
    Pin stagedOn,
    Schema columns,
    Pin staged)
    implements LanceChange {

  static UpkeepChange stage(
      LanceTable table,
      OperationId operationId,
      List<RewriteGroup> groups,
      UpkeepPlan plan,
      UpkeepPolicy policy) {
    UpkeepPlanner planner = new UpkeepPlanner(policy);
    IndexBuilder.Extended made = make(table, operationId, groups, plan.indexes(), planner);
    List<LookupRef> lookups;
    SegmentBuilder.Built built;
    SortedMap<String, Long> values;
    try (LanceTable upkept =
        table
            .tables()
            .openTable(
                // A base that was just made names none.
                made.pin().withSegments(table.pin().segments()))) {
      lookups = LookupBuilder.build(upkept, plan.lookups());
      built = SegmentBuilder.build(upkept, plan.segments(), policy);
      values =
          plan.isEmpty()
              ? table.pin().values()
              : ValueCounts.of(
                  upkept,
                  Stream.concat(plan.refused().stream(), made.refused().stream())
                      .map(IndexSpec::column)
                      .collect(Collectors.toSet()));
    }
    return new UpkeepChange(
        table.pin().path(),
        operationId,
        groups,
        plan,
        planner,
        made.built(),
        lookups,
        built,
        values,
        table.pin(),
        table.schema(),
        named(table.pin(), made.pin(), plan, lookups, built, values));
  }

  @Override
  public Optional<Pin> commitOn(LanceTable table) {
    if (!table.pin().path().equals(path)) {
      throw LanceFailures.defect("A change of " + path + " was committed on " + table.pin().path());
    }
    // Not by the number: a rival's insert does not change it.
    if (table.pin().equals(stagedOn)) {
      return Optional.of(staged);
    }
    if (!fits(table)) {
      return Optional.empty();
    }
    Pin made = make(table, operationId, groups, plan.indexes(), planner).pin();
    return Optional.of(
        hasDeletions(table)
            ? named(table.pin(), made, plan, lookups, built, values)
            : named(
                table.pin(),
                made,
                plan,
                table.pin().lookups(),
                SegmentBuilder.Built.NOTHING,
                values));
  }

  /**
   * Whether the rows that new objects left out are deleted in a rival's version too: not when it
   * restored some. Then no new object is named.
   */
  private boolean hasDeletions(LanceTable table) {
    if (lookups.isEmpty() && built.made().isEmpty()) {
      return true;
    }
    try (LanceTable builtOn = table.tables().openTable(staged)) {
      return DeletedSince.onlyGrew(builtOn, table);
    }
  }

  @Override
  public long appendedRows() {
    return 0;
  }

  @Override
  public long deletedRows() {
    return 0;
  }

  @Override
  public List<BuiltSegments> builtSegments() {
    return built.reports();
  }

  /** On another version its indexes are built again. */
  @Override
  public boolean isWhole() {
    return false;
  }

  private boolean fits(LanceTable table) {
    if (!table.schema().equals(columns)) {
      return false;
    }
    Map<Integer, FragmentMetadata> present = new HashMap<>();
    for (Fragment fragment : table.fragments()) {
      present.put(fragment.getId(), fragment.metadata());
    }
    return groups.stream()
        .flatMap(group -> group.oldFragments().stream())
        .allMatch(old -> old.equals(present.get(old.getId())));
  }

  private static IndexBuilder.Extended make(
      LanceTable table,
      OperationId operationId,
      List<RewriteGroup> groups,
      List<IndexSpec> indexes,
      UpkeepPlanner planner) {
    Pin base = table.pin();
    if (groups.isEmpty()) {
      // Also for a plan without anything to do: then this is the base itself.
      return IndexBuilder.extend(table, operationId, indexes, planner);
    }
    Pin rewritten =
        DetachedCommit.commit(
            table,
            operationId,
            () -> Rewrite.builder().groups(groups).rewrittenIndices(List.of()).build());
    if (rewritten.rows() != base.rows()) {
      throw LanceFailures.defect(
          "Compaction of " + base.path() + " changed the number of rows; nothing is published.");
    }
    try (LanceTable compacted = table.tables().openTable(rewritten)) {
      return IndexBuilder.extend(compacted, operationId, indexes, planner);
    }
  }

  /** The version with what is derived from it, as the one that follows its base. */
  private static Pin named(
      Pin base,
      Pin made,
      UpkeepPlan plan,
      List<LookupRef> lookups,
      SegmentBuilder.Built built,
      SortedMap<String, Long> values) {
    Pin named =
        made.withLookups(plan.keepsLookups() ? base.lookups() : lookups)
            .withSegments(built.instead(base.segments()))
            .withValues(values)
            .withGeneration(base.generation());
    return named.equals(base) ? base : named.withGeneration(base.generation() + 1);
  }
}

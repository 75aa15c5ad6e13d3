package dev.omnigraph.table;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.OperationId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.operation.CreateIndex;
import org.lance.schema.LanceField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds index segments for exactly the fragments that the version at hand has and that no segment
 * covers. Lance trusts a segment's list of fragments: one too many hides rows, and two segments
 * that overlap give rows twice.
 */
final class IndexBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);

  private IndexBuilder() {}

  /**
   * A version with indexes.
   *
   * @param built those that were built or extended
   * @param refused those whose texts are too long
   */
  record Extended(Pin pin, List<IndexSpec> built, List<IndexSpec> refused) {}

  /**
   * The version with every index extended; the same when nothing is missing. An index of texts that
   * are too long for the library to sort stays as it is.
   */
  static Extended extend(
      LanceTable table, OperationId operationId, List<IndexSpec> indexes, UpkeepPlanner planner) {
    List<IndexSpec> built = new ArrayList<>();
    List<IndexSpec> refused = new ArrayList<>();
    List<Index> added = new ArrayList<>();
    List<Index> removed = new ArrayList<>();
    List<UpkeepPlanner.Part> parts = table.parts();
    for (IndexSpec spec : indexes) {
      List<Index> present = segments(table, spec);
      UpkeepPlanner.Build build =
          planner.build(parts, present.stream().map(IndexBuilder::segment).toList());
      if (build == null) {
        continue;
      }
      if (!build.fragments().isEmpty()) {
        Optional<Index> segment = segment(table, spec, build.fragments());
        if (segment.isEmpty()) {
          refused.add(spec);
          continue;
        }
        added.add(segment.get());
      }
      built.add(spec);
      present.stream()
          .filter(index -> build.replaced().contains(index.uuid()))
          .forEach(removed::add);
    }
    return new Extended(
        added.isEmpty() && removed.isEmpty()
            ? table.pin()
            : DetachedCommit.commit(
                table,
                operationId,
                () ->
                    CreateIndex.builder()
                        .withNewIndices(added)
                        .withRemovedIndices(removed)
                        .build()),
        built,
        refused);
  }

  /** Whether {@link #extend} would change anything. */
  static boolean isStale(LanceTable table, IndexSpec spec, UpkeepPlanner planner) {
    return planner.build(
            table.parts(), segments(table, spec).stream().map(IndexBuilder::segment).toList())
        != null;
  }

  private static List<Index> segments(LanceTable table, IndexSpec spec) {
    String name = name(table, spec);
    return LanceFailures.guard(
            "read the indexes of " + table.pin().path(), table.dataset()::getIndexes)
        .stream()
        .filter(index -> index.name().equals(name))
        .toList();
  }

  private static UpkeepPlanner.Segment segment(Index index) {
    return new UpkeepPlanner.Segment(
        index.uuid(), new HashSet<>(index.fragments().orElse(List.of())));
  }

  private static Optional<Index> segment(
      LanceTable table, IndexSpec spec, List<Integer> fragments) {
    // Beside others it would have less memory to sort in, and might be refused for that.
    Lock one = table.tables().indexBuilds();
    one.lock();
    try {
      return Optional.of(built(table, spec, fragments));
    } catch (GraphException e) {
      if (!LanceFailures.isTooLarge(e)) {
        throw e;
      }
      LOG.info(
          "no index of {} of {}: its texts are too long to be sorted",
          spec.column(),
          table.pin().path());
      return Optional.empty();
    } finally {
      one.unlock();
    }
  }

  private static Index built(LanceTable table, IndexSpec spec, List<Integer> fragments) {
    Dataset dataset = table.dataset();
    String uuid = UUID.randomUUID().toString();
    IndexParams params =
        IndexParams.builder().setScalarIndexParams(BTreeIndexParams.builder().build()).build();
    IndexOptions options =
        IndexOptions.builder(List.of(spec.column()), IndexType.BTREE, params)
            .withIndexName(name(table, spec))
            .withIndexUUID(uuid)
            .withFragmentIds(fragments)
            // An index of the name may be there, and this is one more segment of it.
            .replace(true)
            .build();
    Index index =
        LanceFailures.guard(
            "index the column " + spec.column() + " of " + table.pin().path(),
            () -> {
              Index built = dataset.createIndex(options);
              // Unmerged segments answer too, but cost a failed request and a listing when cold.
              dataset.mergeIndexMetadata(uuid, IndexType.BTREE, Optional.empty());
              return built;
            });
    table.tables().counter().wrote(2, 0);
    Set<Integer> covered = new HashSet<>(index.fragments().orElse(List.of()));
    if (!covered.equals(new HashSet<>(fragments))) {
      throw LanceFailures.defect("An index of " + table.pin().path() + " covers other rows.");
    }
    return index;
  }

  /** By the field's id, which a rename of the column keeps. */
  private static String name(LanceTable table, IndexSpec spec) {
    int field =
        table.fields().stream()
            .filter(f -> f.getName().equals(spec.column()))
            .mapToInt(LanceField::getId)
            .findFirst()
            .orElseThrow(() -> LanceFailures.defect("There is no column " + spec.column() + "."));
    return spec.kind().name().toLowerCase(Locale.ROOT) + "_" + field;
  }
}

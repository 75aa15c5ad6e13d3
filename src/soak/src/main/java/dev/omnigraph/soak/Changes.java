package dev.omnigraph.soak;

import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether records say what they changed, and how many rows there are. */
final class Changes {
  private final List<EntityType> types;

  /**
   * @param catalog of any of the town's schemas: the tables of its own types are always the same
   */
  Changes(Catalog catalog) {
    this.types =
        catalog.entities().stream().filter(type -> Town.TYPES.contains(type.name())).toList();
  }

  /** What does not fit. */
  List<String> violations(ManifestRecord record, State before, State after) {
    return types.stream()
        .map(type -> violation(record, type, before.rows(type.name()), after.rows(type.name())))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> violation(
      ManifestRecord record,
      EntityType type,
      Map<String, List<@Nullable Object>> before,
      Map<String, List<@Nullable Object>> after) {
    TableChange change = record.tables().get(type.tableId());
    Difference expected = Difference.between(before, after);
    if (change == null) {
      return expected.isNone()
          ? Optional.empty()
          : Optional.of(
              "record %s does not have %s, which changed"
                  .formatted(record.commitId(), type.name()));
    }
    if (change.rows() != after.size()) {
      return Optional.of(
          "record %s counts %d rows of %s where there are %d"
              .formatted(record.commitId(), change.rows(), type.name(), after.size()));
    }
    boolean fits =
        !(change.changes() instanceof ChangeSet.Inline ids)
            || (type.name().equals(Town.NOTE)
                ? expected.hasAsMany(ids.counts(), isOfVersions(record))
                : expected.fits(ids, isOfVersions(record)));
    return fits
        ? Optional.empty()
        : Optional.of(
            "record %s says of %s %s, but it is %s"
                .formatted(record.commitId(), type.name(), change.changes(), expected));
  }

  /** Those that may list an entity that was changed and changed back as one that is updated. */
  private static boolean isOfVersions(ManifestRecord record) {
    return switch (record.kind()) {
      case MERGE, REVERT, CHERRY_PICK, RESTORE -> true;
      default -> false;
    };
  }

  /** Ids that were inserted, updated and deleted between two states. */
  private record Difference(Set<String> inserted, Set<String> updated, Set<String> deleted) {

    static Difference between(
        Map<String, List<@Nullable Object>> before, Map<String, List<@Nullable Object>> after) {
      Set<String> inserted = new TreeSet<>(after.keySet());
      inserted.removeAll(before.keySet());
      Set<String> deleted = new TreeSet<>(before.keySet());
      deleted.removeAll(after.keySet());
      Set<String> updated = new TreeSet<>();
      before.forEach(
          (id, row) -> {
            if (after.containsKey(id) && !row.equals(after.get(id))) {
              updated.add(id);
            }
          });
      return new Difference(inserted, updated, deleted);
    }

    boolean isNone() {
      return inserted.isEmpty() && updated.isEmpty() && deleted.isEmpty();
    }

    /**
     * For ids that are the engine's own.
     *
     * @param lax whether more may be counted as updated
     */
    boolean hasAsMany(ChangeSet.Counts counts, boolean lax) {
      return counts.inserted() == inserted.size()
          && (lax || counts.updated() == updated.size())
          && counts.deleted() == deleted.size();
    }

    /**
     * @param lax whether more may be listed as updated
     */
    boolean fits(ChangeSet.Inline ids, boolean lax) {
      return same(ids.inserted(), inserted)
          && (lax ? ids.updated().containsAll(updated) : same(ids.updated(), updated))
          && same(ids.deleted(), deleted);
    }

    private static boolean same(Collection<String> listed, Set<String> expected) {
      return listed.size() == expected.size() && expected.containsAll(listed);
    }
  }
}

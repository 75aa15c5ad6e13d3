package dev.omnigraph.merge;

import dev.omnigraph.call.Commit;
import dev.omnigraph.call.MergeAnswer;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many entities of each type changed, as answers say it. */
final class Tables {
  private Tables() {}

  static List<MergeAnswer.Table> of(List<MergedTable> writes) {
    return of(writes, null);
  }

  /**
   * The same of writes that come with a change of the schema.
   *
   * @param schema of whose adopted tables all entities are new
   */
  static List<MergeAnswer.Table> of(List<MergedTable> writes, @Nullable SchemaChange schema) {
    Map<TableId, Pin> adopted = new TreeMap<>();
    List<MergeAnswer.Table> tables = new ArrayList<>();
    if (schema != null) {
      adopted.putAll(schema.adopted());
    }
    for (MergedTable write : writes) {
      ChangeSet.Counts counts = write.changes().counts();
      Pin pin = adopted.remove(write.type().tableId());
      if (pin != null) {
        long rows = pin.rows() + counts.inserted() - counts.deleted();
        tables.add(new MergeAnswer.Table(write.type().name(), rows, 0, 0));
      } else if (counts.total() > 0) {
        tables.add(
            new MergeAnswer.Table(
                write.type().name(), counts.inserted(), counts.updated(), counts.deleted()));
      }
    }
    if (schema != null) {
      schema.catalog().entities().stream()
          .filter(type -> adopted.containsKey(type.tableId()))
          .map(type -> new MergeAnswer.Table(type.name(), rows(adopted, type), 0, 0))
          .filter(table -> table.inserted() > 0)
          .forEach(tables::add);
    }
    return List.copyOf(tables);
  }

  private static long rows(Map<TableId, Pin> adopted, EntityType type) {
    return Stream.ofNullable(adopted.get(type.tableId())).mapToLong(Pin::rows).sum();
  }

  /** Of a commit that was made before. */
  static List<MergeAnswer.Table> of(ManifestRecord record, BranchName branch, Catalog catalog) {
    return Commit.of(record, branch, catalog).tables().stream()
        .map(
            table ->
                new MergeAnswer.Table(
                    table.type(), table.inserted(), table.updated(), table.deleted()))
        .toList();
  }
}

package dev.omnigraph.row;

import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.schema.EdgeType;
import java.util.Collection;

/** How many entities a write inserted, changed or deleted. */
public record Affected(long nodes, long edges) {

  /** By a write that is about to be committed. */
  public static Affected by(Collection<TableDelta> deltas) {
    long nodes = 0;
    long edges = 0;
    for (TableDelta delta : deltas) {
      if (delta.type() instanceof EdgeType) {
        edges += delta.affected();
      } else {
        nodes += delta.affected();
      }
    }
    return new Affected(nodes, edges);
  }

  /** By a write that was committed before. */
  public static Affected by(ManifestRecord record) {
    return new Affected(count(record, false), count(record, true));
  }

  private static long count(ManifestRecord record, boolean edges) {
    return record.tables().entrySet().stream()
        .filter(entry -> entry.getKey().isOfEdges() == edges)
        .mapToLong(entry -> entry.getValue().changes().counts().total())
        .sum();
  }
}

package dev.omnigraph.changes;

import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ScanRequest;
import dev.omnigraph.table.Table;
import dev.omnigraph.table.VersionDiff;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads parts of a table by its files. */
public final class Ids {
  private Ids() {}

  /** Ids of the rows of fragments. */
  public static Set<String> in(Table table, List<LiveFile> fragments) {
    Set<String> ids = new HashSet<>();
    rows(
        table,
        List.of(ArrowSchemas.ID),
        fragments,
        (batch, row) -> ids.add(CommittedRows.text(batch, ArrowSchemas.ID, row)));
    return ids;
  }

  /** Ids of the rows at places in files of the table. */
  public static Set<String> at(Table table, Map<String, BitSet> places) {
    Set<String> ids = new HashSet<>();
    if (!places.isEmpty()) {
      List<Long> addresses = VersionDiff.addresses(places, VersionDiff.byFile(table));
      CommittedRows.visit(
          table,
          ScanRequest.of(List.of(ArrowSchemas.ID)).at(addresses),
          (batch, row) -> ids.add(CommittedRows.text(batch, ArrowSchemas.ID, row)));
    }
    return ids;
  }

  /** Where an edge leads. */
  public record Ends(String source, String target) {}

  /** Where edges lead whose rows are at places in files of the table, by their ids. */
  public static Map<String, Ends> ends(Table table, Map<String, BitSet> places) {
    Map<String, Ends> ends = new HashMap<>();
    if (!places.isEmpty()) {
      List<Long> addresses = VersionDiff.addresses(places, VersionDiff.byFile(table));
      CommittedRows.visit(
          table,
          ScanRequest.of(List.of(ArrowSchemas.ID, ArrowSchemas.SRC, ArrowSchemas.DST))
              .at(addresses),
          (batch, row) ->
              ends.put(
                  CommittedRows.text(batch, ArrowSchemas.ID, row),
                  new Ends(
                      CommittedRows.text(batch, ArrowSchemas.SRC, row),
                      CommittedRows.text(batch, ArrowSchemas.DST, row))));
    }
    return ends;
  }

  /** The rows of fragments. */
  public static void rows(
      Table table,
      List<String> columns,
      Collection<LiveFile> fragments,
      CommittedRows.Visitor visitor) {
    if (!fragments.isEmpty()) {
      List<Integer> ids = fragments.stream().map(LiveFile::fragment).toList();
      CommittedRows.visit(table, ScanRequest.of(columns).in(ids), visitor);
    }
  }
}

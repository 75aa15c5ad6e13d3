package dev.omnigraph.commit;

import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A new schema for the branch, published together with the tables that change for it.
 *
 * @param catalog in force from the commit on
 * @param added types whose tables are to be made, empty
 * @param renamed new names by table id
 * @param dropped table ids
 * @param purged ids of tables whose versions before the commit are not read any more
 */
public record SchemaChange(
    Catalog catalog,
    List<EntityType> added,
    SortedMap<String, String> renamed,
    List<String> dropped,
    List<String> purged) {

  /** As the record says it. */
  public CatalogChange inRecord() {
    TreeSet<String> ids = new TreeSet<>();
    added.forEach(type -> ids.add(type.tableId()));
    return new CatalogChange(List.copyOf(ids), renamed, dropped, purged);
  }
}

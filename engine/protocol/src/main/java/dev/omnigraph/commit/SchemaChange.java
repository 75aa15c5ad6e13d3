package dev.omnigraph.commit;

import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.Pin;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A new schema for the branch, published together with the tables that change for it.
 *
 * @param catalog in force from the commit on
 * @param added types whose tables are to be made, empty
 * @param adopted tables of new types that come with their rows, as another branch has them
 * @param renamed new names
 * @param dropped tables that the branch has no longer
 * @param purged tables whose versions before the commit are not read any more
 */
public record SchemaChange(
    Catalog catalog,
    List<EntityType> added,
    SortedMap<TableId, Pin> adopted,
    SortedMap<TableId, String> renamed,
    List<TableId> dropped,
    List<TableId> purged) {

  /** Tables of new types are empty. */
  public SchemaChange(
      Catalog catalog,
      List<EntityType> added,
      SortedMap<TableId, String> renamed,
      List<TableId> dropped,
      List<TableId> purged) {
    this(catalog, added, Collections.emptySortedMap(), renamed, dropped, purged);
  }

  /** The same with another form of its schema. */
  public SchemaChange to(Catalog other) {
    return new SchemaChange(other, added, adopted, renamed, dropped, purged);
  }

  /** As the record says it. */
  public CatalogChange inRecord() {
    TreeSet<TableId> ids = new TreeSet<>(adopted.keySet());
    added.forEach(type -> ids.add(type.tableId()));
    return new CatalogChange(List.copyOf(ids), renamed, dropped, purged);
  }
}

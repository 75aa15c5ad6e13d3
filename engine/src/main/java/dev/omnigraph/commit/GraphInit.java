package dev.omnigraph.commit;

import dev.omnigraph.manifest.BranchCodec;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitIds;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.GraphObject;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.Pin;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.schema.ArrowSchemas;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoreException;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes a graph. Everything is written under fresh names before the main branch's object, whose
 * create is the instant at which the graph exists; a run that died before that left nothing that a
 * later run could trip over.
 */
final class GraphInit {
  private final Parts parts;
  private final Tables tables;
  private final String where;

  GraphInit(Parts parts, Tables tables, String where) {
    this.parts = parts;
    this.tables = tables;
    this.where = where;
  }

  /**
   * @return the first commit
   */
  ManifestRecord run(Catalog catalog, String actor) {
    if (parts.log().branch(Seam.OPEN_BRANCH, BranchNames.MAIN).isPresent()) {
      throw Failures.graphExists(where);
    }
    putGraphObject();
    parts.catalogs().put(Seam.INIT_SCHEMA, catalog);
    ManifestRecord record = record(catalog, actor, createTables(catalog));
    parts
        .requests()
        .ensure(
            Seam.INIT_RECORD,
            Keys.record(record.branchId(), record.seq()),
            RecordCodec.encode(record));
    createMain(record);
    return record;
  }

  /** Written first, and by one of several runs only; they all go on with the same graph id. */
  private void putGraphObject() {
    Optional<StoredObject> found = parts.requests().get(Seam.INIT_GRAPH, Keys.GRAPH);
    if (found.isPresent()) {
      GraphObject.decode(found.get().body());
      return;
    }
    GraphObject graph = new GraphObject(id(), parts.environment().now());
    parts.requests().ensure(Seam.INIT_GRAPH, Keys.GRAPH, graph.encode());
  }

  private SortedMap<String, Pin> createTables(Catalog catalog) {
    List<Supplier<Map.Entry<String, Pin>>> works = new ArrayList<>();
    for (EntityType type : catalog.entities()) {
      works.add(
          () -> {
            parts.environment().seams().at(Seam.INIT_TABLE, type.tableId());
            return Map.entry(type.tableId(), tables.create(type.tableId(), ArrowSchemas.of(type)));
          });
    }
    SortedMap<String, Pin> pins = new TreeMap<>();
    parts.parallel().all(works).forEach(entry -> pins.put(entry.getKey(), entry.getValue()));
    return pins;
  }

  private ManifestRecord record(Catalog catalog, String actor, SortedMap<String, Pin> pins) {
    SortedMap<String, TableChange> changes = new TreeMap<>();
    pins.forEach((id, pin) -> changes.put(id, new TableChange(null, pin, ChangeSet.Inline.NONE)));
    String operationId = id();
    return new ManifestRecord(
        1,
        operationId,
        CommitIds.of(operationId, 1),
        CommitKind.INIT,
        id(),
        actor,
        parts.environment().now(),
        null,
        null,
        null,
        catalog.hash(),
        changes,
        new CatalogChange(List.copyOf(new TreeSet<>(pins.keySet())), new TreeMap<>(), List.of()),
        0);
  }

  private void createMain(ManifestRecord record) {
    BranchObject main =
        new BranchObject(
            BranchNames.MAIN,
            record.branchId(),
            BranchObject.Status.LIVE,
            record.authoredAt(),
            List.of(),
            id(),
            ManifestState.before(record.branchId()).apply(record));
    // Nothing else makes the graph: until this is sent, a failure is one.
    PutOutcome outcome =
        parts
            .requests()
            .create(Seam.INIT_BRANCH, Keys.branch(main.name()), BranchCodec.encode(main));
    boolean ours = outcome instanceof PutOutcome.Done || isThere(main, outcome);
    if (!ours) {
      throw Failures.graphExists(where);
    }
  }

  private boolean isThere(BranchObject main, PutOutcome outcome) {
    try {
      if (outcome instanceof PutOutcome.Unknown) {
        parts
            .requests()
            .ensure(Seam.INIT_BRANCH, Keys.branch(main.name()), BranchCodec.encode(main));
      }
      return parts
          .log()
          .branch(Seam.INIT_BRANCH, main.name())
          .filter(found -> found.branch().branchId().equals(main.branchId()))
          .isPresent();
    } catch (StoreException e) {
      throw OutcomeUnknown.ofGraph(where, e);
    }
  }

  private String id() {
    return parts.environment().ulids().get();
  }
}

package dev.omnigraph.protocol.branch;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.OutcomeUnknown;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.GraphObject;
import dev.omnigraph.manifest.Horizon;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.CatalogChange;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.log.BranchLog;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes a graph. Everything is written under fresh names before the main branch's object, whose
 * create is the instant at which the graph exists; a run that died before that left nothing that a
 * later run could trip over.
 */
public final class GraphInit {
  private final Requests requests;
  private final BranchLog log;
  private final Catalogs catalogs;
  private final Tables tables;
  private final Parallel parallel;
  private final Environment environment;

  public GraphInit(
      Requests requests,
      BranchLog log,
      Catalogs catalogs,
      Tables tables,
      Parallel parallel,
      Environment environment) {
    this.requests = requests;
    this.log = log;
    this.catalogs = catalogs;
    this.tables = tables;
    this.parallel = parallel;
    this.environment = environment;
  }

  /**
   * @return the first commit
   */
  public ManifestRecord run(Catalog catalog, String actor) {
    Optional<BranchLog.Found> there = log.branch(Seam.OPEN_BRANCH, BranchName.MAIN);
    if (there.isPresent()) {
      throw there.get().branch().status() == BranchObject.Status.DELETED
          ? Failures.graphBeingDeleted(requests.where())
          : Failures.graphExists(requests.where());
    }
    putGraphObject();
    putHorizon();
    catalogs.put(Seam.INIT_SCHEMA, catalog);
    ManifestRecord record = record(catalog, actor, createTables(catalog));
    requests.ensure(
        Seam.INIT_RECORD,
        ObjectKeys.record(record.branchId(), record.seq()),
        RecordCodec.encode(record));
    createMain(record);
    return record;
  }

  /** Written first, and by one of several runs only; they all go on with the same graph id. */
  private void putGraphObject() {
    Optional<StoredObject> found = requests.get(Seam.INIT_GRAPH, ObjectKeys.GRAPH);
    if (found.isPresent()) {
      GraphObject.decode(found.get().body());
      return;
    }
    GraphObject graph = new GraphObject(id(), environment.now());
    requests.ensure(Seam.INIT_GRAPH, ObjectKeys.GRAPH, graph.encode());
  }

  private void putHorizon() {
    requests.ensure(Seam.INIT_HORIZON, ObjectKeys.HORIZON, Horizon.first(id()).encode());
  }

  private SortedMap<TableId, Pin> createTables(Catalog catalog) {
    List<Supplier<Map.Entry<TableId, Pin>>> works = new ArrayList<>();
    for (EntityType type : catalog.entities()) {
      works.add(
          () -> {
            environment.seams().at(Seam.INIT_TABLE, type.tableId().toString());
            return Map.entry(type.tableId(), tables.create(type.tableId(), ArrowSchemas.of(type)));
          });
    }
    SortedMap<TableId, Pin> pins = new TreeMap<>();
    parallel.all(works).forEach(entry -> pins.put(entry.getKey(), entry.getValue()));
    return pins;
  }

  private ManifestRecord record(Catalog catalog, String actor, SortedMap<TableId, Pin> pins) {
    SortedMap<TableId, TableChange> changes = new TreeMap<>();
    pins.forEach((id, pin) -> changes.put(id, TableChange.adding(pin)));
    OperationId operationId = new OperationId(id());
    return ManifestState.before(new BranchId(id()))
        .next(CommitKind.INIT, operationId)
        .by(actor)
        .at(environment.now())
        .schema(catalog.hash(), CatalogChange.adding(pins.keySet()))
        .tables(changes)
        .record();
  }

  private void createMain(ManifestRecord record) {
    BranchObject main =
        BranchObject.first(
            BranchName.MAIN,
            ManifestState.before(record.branchId()).apply(record),
            record.actor(),
            id());
    ConditionalObject<BranchObject> object =
        new ConditionalObject<>(
            requests, ObjectKind.BRANCH, Seam.INIT_BRANCH, Seam.INIT_BRANCH, Patience.USUAL);
    // Nothing else makes the graph: until this is sent, a failure is one.
    switch (object.create(ObjectKeys.branch(main.name()), main)) {
      case Own<BranchObject> own -> {}
      case Others<BranchObject> others -> throw Failures.graphExists(requests.where());
      case Absent<BranchObject> absent ->
          throw OutcomeUnknown.ofGraph(requests.where(), absent.cause());
      case Unknown<BranchObject> unknown ->
          throw OutcomeUnknown.ofGraph(requests.where(), unknown.cause());
    }
  }

  private String id() {
    return environment.ulids().get();
  }
}

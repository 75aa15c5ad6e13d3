package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.NewTexts;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.NextRecord;
import dev.omnigraph.manifest.ObjectKeys;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.protocol.log.Catalogs;
import dev.omnigraph.protocol.log.Head;
import dev.omnigraph.protocol.log.OpenTables;
import dev.omnigraph.protocol.log.StoredTexts;
import dev.omnigraph.protocol.object.ConditionalObject;
import dev.omnigraph.protocol.object.ConditionalObject.Absent;
import dev.omnigraph.protocol.object.ConditionalObject.Others;
import dev.omnigraph.protocol.object.ConditionalObject.Own;
import dev.omnigraph.protocol.object.ConditionalObject.Patience;
import dev.omnigraph.protocol.object.ConditionalObject.Unknown;
import dev.omnigraph.protocol.object.ObjectKind;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.protocol.object.Requests;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.Fingerprint;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.WritableTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Phase B: table versions that no record names yet. */
final class Stager {
  /** Ids of one table beyond this many bytes get an object of their own. */
  static final long INLINE_BYTES = 32 << 10;

  private final Seams seams;
  private final Deadline deadline;
  private final Parallel parallel;
  private final Catalogs catalogs;
  private final StoredTexts texts;
  private final Tables tables;
  private final OpenTables open;
  private final ConditionalObject<ChangeSet.Inline> spills;
  private final Fingerprints fingerprints;

  Stager(
      Requests requests,
      Environment environment,
      Parallel parallel,
      Catalogs catalogs,
      StoredTexts texts,
      Tables tables,
      OpenTables open) {
    this.seams = environment.seams();
    this.deadline = environment.deadline();
    this.parallel = parallel;
    this.catalogs = catalogs;
    this.texts = texts;
    this.tables = tables;
    this.open = open;
    this.spills =
        new ConditionalObject<>(
            requests,
            ObjectKind.CHANGES,
            Seam.SPILL_CHANGES,
            Seam.SPILL_CHANGES_VERIFY,
            Patience.USUAL);
    this.fingerprints = new Fingerprints(requests, parallel);
  }

  /** One table's staged work and the version it makes of a base. */
  record StagedTable(
      EntityType type,
      StagedChange change,
      Pin base,
      Pin pin,
      ChangeSet changes,
      SortedMap<String, Fingerprint> files) {
    boolean isChanged() {
      return !pin.equals(base);
    }
  }

  /**
   * All of an operation's tables.
   *
   * @param created pins of the new types' tables, adopted ones too
   * @param schema the change of the schema that was stored, or null
   * @param texts that were stored, or null
   */
  record Staged(
      List<StagedTable> tables,
      SortedMap<TableId, Pin> created,
      @Nullable SchemaChange schema,
      @Nullable NewTexts texts) {
    /** Whether there is anything to publish; only staging finds out that a table stays as it is. */
    boolean hasEffect() {
      return schema != null || texts != null || tables.stream().anyMatch(StagedTable::isChanged);
    }

    NextRecord addTo(NextRecord next) {
      next.tables(changes());
      if (texts != null) {
        next.texts(texts::after);
      }
      return schema == null ? next : next.schema(schema.catalog().hash(), schema.inRecord());
    }

    SortedMap<TableId, TableChange> changes() {
      SortedMap<TableId, TableChange> changes = new TreeMap<>();
      created.forEach((id, pin) -> changes.put(id, TableChange.adding(pin)));
      for (StagedTable table : tables) {
        if (created.containsKey(table.type().tableId())) {
          changes.put(table.type().tableId(), TableChange.adding(table.pin(), table.files()));
        } else if (table.isChanged()) {
          changes.put(
              table.type().tableId(),
              TableChange.between(table.base(), table.pin(), table.changes(), table.files()));
        }
      }
      return changes;
    }
  }

  /** The branch as an operation sees it. */
  BranchView view(Head head, Instant now) {
    return open.view(head, catalogs.get(head.state().schema()), now);
  }

  /** What the operation stages on the view before its proposal is complete. */
  StagingAhead ahead(BranchView view, OperationId operationId, Arming arming) {
    return new StagingAhead(view, operationId, arming, seams, deadline);
  }

  /**
   * Stages every write of the proposal on the view.
   *
   * @param attempt makes the names of spilled change sets unique within the operation
   */
  Staged stage(BranchView view, Proposal<?> proposal, OperationId operationId, int attempt) {
    List<Supplier<StagedTable>> works = new ArrayList<>();
    SchemaChange schema = proposal.schema().orElse(null);
    for (Proposal.TableWrite write : proposal.writes()) {
      String name = attempt + "-" + works.size();
      Pin adopted = schema == null ? null : schema.adopted().get(write.type().tableId());
      works.add(() -> stage(view, adopted, write, operationId, name));
    }
    NewTexts newTexts = proposal.texts().orElse(null);
    if (schema == null && newTexts == null) {
      return new Staged(parallel.all(works), Collections.emptySortedMap(), null, null);
    }
    CompletableFuture<SortedMap<TableId, Pin>> created =
        parallel.start(() -> create(schema, newTexts));
    try {
      List<StagedTable> tables = parallel.all(works);
      return new Staged(tables, Parallel.join(created), schema, newTexts);
    } catch (RuntimeException e) {
      Parallel.settle(created);
      throw e;
    }
  }

  /** The objects of texts and schema, and an empty table for each new type, at its own path. */
  private SortedMap<TableId, Pin> create(
      @Nullable SchemaChange schema, @Nullable NewTexts newTexts) {
    if (newTexts != null) {
      put(newTexts.queries());
      put(newTexts.policy());
    }
    if (schema == null) {
      return Collections.emptySortedMap();
    }
    catalogs.put(Seam.STAGE_SCHEMA, schema.catalog());
    List<Supplier<Map.Entry<TableId, Pin>>> works = new ArrayList<>();
    for (EntityType type : schema.added()) {
      works.add(
          () -> {
            seams.at(Seam.STAGE_TABLE, type.tableId().toString());
            return Map.entry(type.tableId(), tables.create(type.tableId(), ArrowSchemas.of(type)));
          });
    }
    SortedMap<TableId, Pin> pins = new TreeMap<>();
    parallel.all(works).forEach(entry -> pins.put(entry.getKey(), entry.getValue()));
    pins.putAll(schema.adopted());
    return pins;
  }

  private void put(@Nullable Texts some) {
    if (some != null) {
      texts.put(some);
    }
  }

  /**
   * Makes the same changes on the tables as the view has them; empty when a rival rewrote what they
   * rest on.
   */
  Optional<Staged> rebase(Staged staged, BranchView view) {
    List<Supplier<Optional<StagedTable>>> works = new ArrayList<>();
    for (StagedTable table : staged.tables()) {
      works.add(() -> rebase(table, view));
    }
    List<StagedTable> rebased = new ArrayList<>();
    for (Optional<StagedTable> table : parallel.all(works)) {
      if (table.isEmpty()) {
        return Optional.empty();
      }
      rebased.add(table.get());
    }
    return Optional.of(new Staged(rebased, staged.created(), staged.schema(), staged.texts()));
  }

  /**
   * @param adopted the version that the change of the schema brings, or null when the view has one
   */
  private StagedTable stage(
      BranchView view,
      @Nullable Pin adopted,
      Proposal.TableWrite write,
      OperationId operationId,
      String name) {
    EntityType type = write.type();
    WritableTable table = adopted == null ? view.table(type) : Parallel.join(open.start(adopted));
    seams.at(Seam.STAGE, type.tableId().toString());
    deadline.require();
    StagedChange change = write.stage(table, operationId);
    CompletableFuture<SortedMap<String, Fingerprint>> files =
        fingerprints.start(table.pin().path(), change.files(), change.known());
    try {
      ChangeSet changes = spillIfLarge(view.state().branchId(), operationId, name, write.changes());
      Pin pin =
          commit(table, type, change)
              .orElseThrow(
                  () ->
                      Failures.defect(
                          "A change of type " + type.name() + " does not fit its own base."));
      return new StagedTable(
          type, change, table.pin(), pin, changes, files(table, pin, change, Parallel.join(files)));
    } catch (RuntimeException e) {
      Parallel.settle(files);
      throw e;
    }
  }

  private Optional<StagedTable> rebase(StagedTable staged, BranchView view) {
    Pin base = view.pins().get(staged.type().tableId());
    if (base == null) {
      return Optional.empty();
    }
    if (base.equals(staged.base())) {
      return Optional.of(staged);
    }
    WritableTable table = view.table(staged.type());
    return table.moved(staged.change()).flatMap(change -> rebase(staged, table, change));
  }

  private Optional<StagedTable> rebase(
      StagedTable staged, WritableTable table, StagedChange change) {
    return commit(table, staged.type(), change)
        .map(
            pin ->
                new StagedTable(
                    staged.type(),
                    change,
                    table.pin(),
                    pin,
                    staged.changes(),
                    files(
                        table,
                        pin,
                        change,
                        fingerprints.moved(pin.path(), change, staged.files()))));
  }

  /**
   * Those of a change's files, once a version names them.
   *
   * @param written of the change's own files; whatever version names them
   */
  private SortedMap<String, Fingerprint> files(
      WritableTable base, Pin pin, StagedChange change, SortedMap<String, Fingerprint> written) {
    if (pin.version() == base.pin().version()) {
      return written;
    }
    if (change.isWhole()) {
      return fingerprints.withVersion(written, pin);
    }
    try (WritableTable made = tables.open(pin)) {
      return fingerprints.withVersion(fingerprints.added(base, made), pin);
    }
  }

  private Optional<Pin> commit(WritableTable table, EntityType type, StagedChange change) {
    seams.at(Seam.STAGE_COMMIT, type.tableId().toString());
    return table.commit(change);
  }

  private ChangeSet spillIfLarge(
      BranchId branchId, OperationId operationId, String name, ChangeSet.Inline changes) {
    if (bytes(changes.inserted()) + bytes(changes.updated()) + bytes(changes.deleted())
        <= INLINE_BYTES) {
      return changes;
    }
    String key = ObjectKeys.changes(branchId, operationId, name);
    return switch (spills.create(key, changes)) {
      case Own<ChangeSet.Inline> own -> new ChangeSet.Spilled(key, changes.counts());
      case Others<ChangeSet.Inline> others ->
          throw Failures.defect("The name of a list of changed ids was taken.");
      case Absent<ChangeSet.Inline> absent -> throw absent.cause();
      case Unknown<ChangeSet.Inline> unknown -> throw unknown.cause();
    };
  }

  private static long bytes(List<String> ids) {
    long bytes = 0;
    for (String id : ids) {
      bytes += id.getBytes(StandardCharsets.UTF_8).length + 3;
    }
    return bytes;
  }
}

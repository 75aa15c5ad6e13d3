package dev.omnigraph.row;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchId;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.Knowledge;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestRecord.IdempotencyKey;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.manifest.TextsInForce;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.FileObjectStore;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.LanceTables;
import dev.omnigraph.table.Pin;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.TableOptions;
import dev.omnigraph.table.WritableTable;
import dev.omnigraph.view.View;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Real tables in a folder and a log of one writer in memory: operations as they are, without the
 * protocol around them.
 */
public final class GraphOnDisk implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final LanceTables tables;
  private final Catalog catalog;
  private ManifestState state;
  private final Map<String, ManifestRecord> byKey = new HashMap<>();
  private final List<ManifestRecord> log = new ArrayList<>();

  public GraphOnDisk(Path folder, Catalog catalog) {
    this.tables =
        LanceTables.open(
            new FileObjectStore(folder, InstantSource.system()), Map.of(), TableOptions.DEFAULT);
    this.catalog = catalog;
    SortedMap<TableId, Pin> pins = new TreeMap<>();
    for (EntityType type : catalog.entities()) {
      pins.put(type.tableId(), tables.create(type.tableId(), ArrowSchemas.of(type)));
    }
    state =
        new ManifestState(
            new BranchId("b"),
            0,
            CommitId.NONE,
            CommitId.NONE,
            Instant.EPOCH,
            catalog.hash(),
            TextsInForce.NONE,
            pins,
            List.of(),
            0,
            Collections.emptySortedMap(),
            Knowledge.NONE);
  }

  /** The id of a commit, counted from 1. */
  public static CommitId commitId(int seq) {
    return CommitId.of(new OperationId("c" + seq), seq);
  }

  public BufferAllocator allocator() {
    return tables.allocator();
  }

  public Catalog catalog() {
    return catalog;
  }

  public List<ManifestRecord> log() {
    return log;
  }

  public CommitId head() {
    return state.commitId();
  }

  public View view() {
    return new OpenedView(state.pins());
  }

  /** The same, for its answer. */
  public <A> A commit(WriteOptions options, @Nullable String digest, Operation<A> operation) {
    return commit(CommitRequest.of(options, digest), operation).answer();
  }

  /** Commits as a single undisturbed writer does. */
  public <A> CommitOutcome<A> commit(CommitRequest request, Operation<A> operation) {
    IdempotencyKey key = request.idempotencyKey();
    ManifestRecord earlier = key == null ? null : byKey.get(key.key());
    if (earlier != null) {
      if (!Objects.equals(earlier.idempotencyKey(), key)) {
        throw new IllegalStateException("another payload under " + key);
      }
      return new CommitOutcome.Replayed<>(operation.replayed(earlier), earlier, CommitReport.NONE);
    }
    try (OpenedView view = new OpenedView(state.pins());
        Proposal<A> proposal = operation.prepare(view)) {
      if (proposal.writes().isEmpty()) {
        return new CommitOutcome.Unchanged<>(
            proposal.answer(head(), CommitReport.NONE), head(), CommitReport.NONE);
      }
      ManifestRecord record = publish(view, proposal, operation, request);
      return new CommitOutcome.Published<>(
          proposal.answer(record.commitId(), CommitReport.NONE), record, CommitReport.NONE);
    }
  }

  private <A> ManifestRecord publish(
      OpenedView view, Proposal<A> proposal, Operation<A> operation, CommitRequest request) {
    OperationId id = new OperationId("c" + (log.size() + 1));
    SortedMap<TableId, TableChange> changes = new TreeMap<>();
    for (Proposal.TableWrite write : proposal.writes()) {
      WritableTable table = view.table(write.type());
      StagedChange staged = write.stage(table, id);
      Pin pin = table.commit(staged).orElseThrow();
      changes.put(
          write.type().tableId(),
          TableChange.between(table.pin(), pin, write.changes(), new TreeMap<>()));
    }
    ManifestRecord record =
        state
            .next(operation.kind(), id)
            .by(request.options().actor())
            .at(NOW)
            .keyed(request.idempotencyKey())
            .tables(changes)
            .record();
    state = state.apply(record);
    log.add(record);
    if (request.idempotencyKey() != null) {
      byKey.put(request.idempotencyKey().key(), record);
    }
    return record;
  }

  /** Committed rows of a type, by id, each with all its values in the table's order. */
  public SortedMap<String, List<@Nullable Object>> rows(EntityType type) {
    SortedMap<String, List<@Nullable Object>> rows = new TreeMap<>();
    RowLayout layout = new RowLayout(type);
    try (View view = view()) {
      new CommittedRows(view)
          .all(
              type,
              layout.columns(),
              false,
              (batch, row) -> {
                List<@Nullable Object> values = new ArrayList<>();
                for (Object value : CommittedRows.values(layout, batch, row)) {
                  values.add(value);
                }
                rows.put(String.valueOf(values.getFirst()), values);
              });
    }
    return rows;
  }

  /** One column of the committed rows of a type, by id. */
  public SortedMap<String, @Nullable Object> column(EntityType type, String column) {
    int position = new RowLayout(type).position(column);
    SortedMap<String, @Nullable Object> values = new TreeMap<>();
    rows(type).forEach((id, row) -> values.put(id, row.get(position)));
    return values;
  }

  /** Rows in the table, even if two had the same id. */
  public long count(EntityType type) {
    try (WritableTable table =
        tables.open(Objects.requireNonNull(state.pins().get(type.tableId())))) {
      return table.count(null);
    }
  }

  @Override
  public void close() {
    tables.close();
  }

  private final class OpenedView implements View {
    private final SortedMap<TableId, Pin> pins;
    private final Map<TableId, WritableTable> open = new HashMap<>();

    OpenedView(SortedMap<TableId, Pin> pins) {
      this.pins = pins;
    }

    @Override
    public BranchName branch() {
      return BranchName.MAIN;
    }

    @Override
    public long seq() {
      return log.size();
    }

    @Override
    public CommitId commitId() {
      return head();
    }

    @Override
    public CommitId logicalCommitId() {
      return head();
    }

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public Catalog catalog() {
      return catalog;
    }

    @Override
    public SortedMap<TableId, Pin> pins() {
      return pins;
    }

    @Override
    public WritableTable table(EntityType type) {
      return open.computeIfAbsent(
          type.tableId(), id -> tables.open(Objects.requireNonNull(pins.get(id))));
    }

    @Override
    public void prefetch(Collection<? extends EntityType> types) {
      types.forEach(this::table);
    }

    @Override
    public void close() {
      open.values().forEach(WritableTable::close);
    }
  }
}

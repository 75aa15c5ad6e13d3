package dev.omnigraph.table;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.lookup.LookupColumn;
import dev.omnigraph.lookup.LookupReader;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.VectorMetric;
import dev.omnigraph.search.text.TextIndex;
import dev.omnigraph.search.vector.VectorIndex;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.ipc.ColumnOrdering;
import org.lance.ipc.ScanOptions;
import org.lance.schema.LanceField;

/**
 * A version of a table, behind handles of it: more than one are opened when something needs the
 * indexes, or is better read in other blocks. Lance guards its own handles, so calls may overlap.
 */
final class LanceTable implements WritableTable {
  /** A guess that holds for numbers and short strings. */
  private static final int SCALAR_BYTES = 32;

  private final LanceTables tables;
  private final Pin pin;
  private final DatasetCache.Lease rows;
  private final Schema schema;
  private final ReadPath path;
  private final LanceLookups lookups = new LanceLookups(this);
  private final LanceSearch search = new LanceSearch(this);
  private final Map<Opened, DatasetCache.Lease> more = new HashMap<>();
  private boolean closed;

  private record Opened(LanceTables.Handle handle, int blockBytes) {}

  LanceTable(LanceTables tables, Pin pin) {
    this.tables = tables;
    this.pin = pin;
    this.rows =
        tables.acquire(
            pin,
            pin.manifest() == null ? LanceTables.Handle.FULL : LanceTables.Handle.ROWS,
            tables.blockBytes(pin));
    try {
      this.schema = rows.dataset().getSchema();
      this.path = readPath();
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public Pin pin() {
    return pin;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Set<String> named() {
    return LanceContents.parts(pin.path(), dataset());
  }

  @Override
  public BatchStream scan(ScanRequest request) {
    return scan(request, Long.MAX_VALUE);
  }

  /**
   * @param mostRows in a batch
   */
  BatchStream scan(ScanRequest request, long mostRows) {
    List<Field> fields = request.columns().stream().map(this::column).toList();
    List<Field> blobs = fields.stream().filter(ArrowSchemas::isBlob).toList();
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .batchSize(Math.min(mostRows, batchRows(fields)))
            .withRowAddress(request.withRowAddress() || !blobs.isEmpty())
            .collectStats(true);
    if (!isWhole(request.columns())) {
      options.columns(request.columns());
    }
    boolean indexed = !indexes(request).isEmpty();
    filter(request, indexed).ifPresent(filter -> options.filter(filter).useScalarIndex(indexed));
    if (!request.order().isEmpty()) {
      options.setColumnOrderings(request.order().stream().map(LanceTable::ordering).toList());
    }
    if (request.limit() >= 0) {
      options.limit(request.limit());
    }
    List<Integer> fragments = request.fragments();
    if (fragments != null) {
      options.fragmentIds(fragments);
    }
    ReadPath.Share share = path.share(request, indexed, tables.wholeReads());
    try {
      Dataset dataset = indexed ? dataset() : rows(request, share);
      ScanStream stream =
          LanceFailures.guard(
              "read the table " + pin.path(),
              () ->
                  ScanStream.open(
                      tables,
                      dataset,
                      pin.path(),
                      options.build(),
                      indexed ? null : path.wholeFiles(share.isGranted(), request.scope()),
                      share));
      return blobs.isEmpty() || request.unread()
          ? stream
          : new BlobStream(tables, dataset, stream, request, schema);
    } catch (RuntimeException | Error e) {
      share.giveBack();
      throw e;
    }
  }

  @Override
  public Optional<StoredBlob> blob(String column, VectorSchemaRoot batch, int row) {
    return LanceBlob.of(this, column, batch, row);
  }

  @Override
  public Set<String> indexes(ScanRequest request) {
    return request.addresses() == null && request.fragments() == null
        ? path.indexes(request)
        : Set.of();
  }

  @Override
  public int roundTrips(ScanRequest request) {
    return path.roundTrips(!indexes(request).isEmpty());
  }

  @Override
  public LookupCost lookupCost() {
    return tables.isRemote() ? LookupCost.REMOTE : LookupCost.NEAR;
  }

  @Override
  public long count(@Nullable Predicate filter) {
    if (filter == null) {
      return pin.rows();
    }
    long rows = 0;
    try (BatchStream stream = scan(ScanRequest.of(List.of()).where(filter))) {
      while (stream.next()) {
        rows += stream.batch().getRowCount();
      }
    }
    return rows;
  }

  @Override
  public boolean hasColumnsOf(Table other) {
    return other.pin().path().equals(pin.path())
        && other.schema().equals(schema)
        && FieldIds.areSame(((LanceTable) other).fields(), fields());
  }

  @Override
  public StagedChange take(Pin other) {
    return new TakenVersion(other);
  }

  @Override
  public StagedChange take(WritableTable other, StagedChange change) {
    return new ChangedVersion((LanceTable) other, (LanceChange) change);
  }

  @Override
  public Staging stage(OperationId operationId) {
    return new LanceStaging(this, operationId);
  }

  @Override
  public Optional<Pin> commit(StagedChange change) {
    return ((LanceChange) change).commitOn(this);
  }

  @Override
  public @Nullable LookupReader lookup(LookupColumn by) {
    return lookups.by(by);
  }

  @Override
  public List<LiveFile> files() {
    return LanceLookups.files(this);
  }

  @Override
  public Map<Integer, BitSet> deletedRows(Collection<LiveFile> fragments) {
    return lookups.deletedRows(fragments);
  }

  @Override
  public TextIndex text(String column, TextAnalysis analysis) {
    return search.text(column, analysis);
  }

  @Override
  public VectorIndex vectors(String column, VectorMetric metric) {
    return search.vectors(column, metric);
  }

  @Override
  public UpkeepPlan planUpkeep(
      UpkeepPolicy policy,
      List<IndexSpec> indexes,
      List<LookupSpec> lookups,
      List<SegmentSpec> segments) {
    UpkeepPlanner planner = new UpkeepPlanner(policy);
    List<UpkeepPlanner.Part> parts = parts();
    List<List<Integer>> rewrites = planner.rewrites(parts);
    List<IndexSpec> refused =
        indexes.stream().filter(spec -> ValueCounts.isRefused(this, spec)).toList();
    List<IndexSpec> stale =
        indexes.stream()
            .filter(spec -> !refused.contains(spec))
            .filter(spec -> !rewrites.isEmpty() || IndexBuilder.isStale(this, spec, planner))
            .toList();
    LookupPlanner lookedUp = new LookupPlanner(tables.options());
    boolean wanted = lookedUp.isWanted(parts, pin.rows(), lookups);
    Set<Integer> rewritten = rewrites.stream().flatMap(List::stream).collect(Collectors.toSet());
    boolean fresh =
        wanted && lookups.stream().allMatch(spec -> isFresh(spec.by(), lookedUp, rewritten));
    return new UpkeepPlan(
        parts.size(),
        rewrites,
        stale,
        refused,
        wanted && !fresh ? lookups : List.of(),
        fresh,
        !ValueCounts.isCounted(pin),
        new SegmentUpkeep(this, policy).plan(segments, rewritten));
  }

  private boolean isFresh(LookupColumn by, LookupPlanner planner, Set<Integer> rewritten) {
    // What others keep in memory may have been found wrong and emptied since.
    LookupReader lookup = lookups.afresh(by);
    try {
      return lookup != null
          && !planner.isStale(lookup.files(), LanceLookups.files(this), rewritten);
    } catch (DerivedUnusable unusable) {
      return false;
    }
  }

  @Override
  public StagedChange stageUpkeep(UpkeepPlan plan, UpkeepPolicy policy, OperationId operationId) {
    return UpkeepChange.stage(
        this, operationId, Compactor.rewrite(this, plan.rewrites(), policy), plan, policy);
  }

  @Override
  public StagedChange stageColumns(
      ColumnChange change, OperationId operationId, Runnable beforeFragment) {
    return LanceColumnChange.stage(this, change, operationId, beforeFragment);
  }

  @Override
  public Optional<StagedChange> moved(StagedChange change) {
    return ((LanceChange) change).movedTo(this);
  }

  @Override
  public void close() {
    search.close();
    lookups.close();
    closeHandles();
  }

  private synchronized void closeHandles() {
    closed = true;
    rows.close();
    more.values().forEach(DatasetCache.Lease::close);
  }

  LanceTables tables() {
    return tables;
  }

  /** The handle that other versions are made of, and that knows the indexes. */
  Dataset dataset() {
    return handle(LanceTables.Handle.FULL, tables.blockBytes(pin));
  }

  /**
   * The same, which reads files in blocks that suit reading all columns.
   *
   * @param fragments whose files are read
   */
  Dataset dataset(Collection<Integer> fragments) {
    return handle(
        LanceTables.Handle.FULL,
        path.blockBytes(
            schema.getFields().size(),
            path.isWide(schema.getFields().size(), fragments),
            tables.blockBytes(pin)));
  }

  /** The handle of a scan without an index, in blocks that suit it. */
  private Dataset rows(ScanRequest request, ReadPath.Share share) {
    int usual = tables.blockBytes(pin);
    int block =
        share.isRefused()
            ? usual
            : path.blockBytes(request.read().size(), share.isGranted(), usual);
    return block == usual || pin.manifest() == null
        ? rows.dataset()
        : handle(LanceTables.Handle.ROWS, block);
  }

  private synchronized Dataset handle(LanceTables.Handle handle, int blockBytes) {
    if (closed) {
      throw LanceFailures.defect("The table " + pin.path() + " is closed.");
    }
    return more.computeIfAbsent(
            new Opened(handle, blockBytes), opened -> tables.acquire(pin, handle, blockBytes))
        .dataset();
  }

  List<Fragment> fragments() {
    return LanceFailures.guard(
        "read the fragments of " + pin.path(), () -> rows.dataset().getFragments());
  }

  /** The columns with the numbers by which data files name them. */
  List<LanceField> fields() {
    return rows.dataset().getLanceSchema().fields();
  }

  List<UpkeepPlanner.Part> parts() {
    Set<Integer> live = FieldIds.all(fields());
    return fragments().stream()
        .map(Fragment::metadata)
        .map(
            fragment ->
                new UpkeepPlanner.Part(
                    fragment.getId(),
                    fragment.getPhysicalRows(),
                    fragment.getNumDeletions(),
                    bytesOf(fragment),
                    fragment.getFiles().size(),
                    (int) fragment.getFiles().stream().filter(file -> isDead(file, live)).count()))
        .toList();
  }

  private static boolean isDead(DataFile file, Set<Integer> live) {
    return Arrays.stream(file.getFields()).noneMatch(live::contains);
  }

  static long bytesOf(FragmentMetadata fragment) {
    return fragment.getFiles().stream()
        .mapToLong(file -> Optional.ofNullable(file.getFileSizeBytes()).orElse(0L))
        .sum();
  }

  String uri() {
    return tables.uri(pin.path());
  }

  /** Fewer rows to a batch where they are wide: Lance decodes many batches ahead. */
  long batchRows(List<Field> fields) {
    long rowBytes = 0;
    for (Field field : fields) {
      rowBytes +=
          field.getType() instanceof ArrowType.FixedSizeList vector
              ? (long) vector.getListSize() * Float.BYTES
              : SCALAR_BYTES;
    }
    TableOptions options = tables.options();
    return Math.clamp(
        options.batches().bytes() / Math.max(1, rowBytes), 16, options.batches().rows());
  }

  /** All there are need not be named: the library takes long to look hundreds of columns up. */
  private boolean isWhole(List<String> columns) {
    return columns.size() == schema.getFields().size()
        && Set.copyOf(columns).size() == columns.size();
  }

  private ReadPath readPath() {
    return tables.isRemote()
        ? ReadPath.remote(schema, pin.rows(), fragments(), tables.options())
        : ReadPath.near(schema, pin.rows(), tables.options());
  }

  private Optional<String> filter(ScanRequest request, boolean indexed) {
    List<Long> addresses = request.addresses();
    Predicate filter = request.filter();
    if (addresses != null) {
      String rows = PredicateSql.rows(addresses);
      return Optional.of(
          filter == null ? rows : "(" + rows + " AND " + PredicateSql.render(filter, schema) + ")");
    }
    return Optional.ofNullable(filter)
        .map(given -> indexed ? given : path.inOneRound(given, request.columns()))
        .map(read -> PredicateSql.render(read, schema));
  }

  private static ColumnOrdering ordering(ScanRequest.Order order) {
    ColumnOrdering.Builder ordering = new ColumnOrdering.Builder();
    ordering.setColumnName(order.column());
    ordering.setAscending(!order.descending());
    ordering.setNullFirst(!order.descending());
    return ordering.build();
  }

  private Field column(String name) {
    Field field = schema.findField(name);
    if (field == null) {
      throw LanceFailures.defect("The table " + pin.path() + " has no column " + name + ".");
    }
    return field;
  }
}

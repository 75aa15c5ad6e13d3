package dev.omnigraph.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.FaultyStore.Fault;
import dev.omnigraph.manifest.AuditCodec;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.manifest.BranchCodec;
import dev.omnigraph.manifest.BranchObject;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.Keys;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.ManifestState;
import dev.omnigraph.manifest.RecordCodec;
import dev.omnigraph.manifest.Sidecar;
import dev.omnigraph.manifest.SidecarCodec;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.reclaim.CleanupPolicy;
import dev.omnigraph.protocol.reclaim.CleanupResult;
import dev.omnigraph.schema.Cardinality;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.store.MemoryObjectStore;
import dev.omnigraph.store.ObjectEntry;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import dev.omnigraph.table.TableObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store, a clock, and any number of processes; all on one thread unless a test says otherwise.
 */
final class World {
  static final NodeType PERSON =
      new NodeType("01P", 1, "Person", List.of(), List.of(), List.of(), List.of(), 1);
  static final EdgeType KNOWS =
      new EdgeType(
          "01K",
          1,
          "Knows",
          "Person",
          "Person",
          Cardinality.ANY,
          List.of(),
          List.of(),
          List.of(),
          1);
  static final Catalog CATALOG =
      CatalogJson.withHash(
          new Catalog("", "node Person {}", List.of(), List.of(PERSON), List.of(KNOWS), Map.of()));

  static final Catalog NEXT_CATALOG =
      CatalogJson.withHash(
          new Catalog(
              "", "node Person {} //", List.of(), List.of(PERSON), List.of(KNOWS), Map.of()));

  /** What cleanups of tests keep. */
  static final Duration RETENTION = Duration.ofHours(1);

  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  final ObjectStore objects;
  final FakeTables tables;
  final Queue<Supplier<PutOutcome>> late = new ArrayDeque<>();
  private final Map<String, ManifestRecord> decoded = new HashMap<>();
  final Set<String> rivals = new HashSet<>();
  private final AtomicLong ids = new AtomicLong();

  World() {
    this(MemoryObjectStore::new);
  }

  /**
   * @param store made of the world's clock
   */
  World(Function<InstantSource, ObjectStore> store) {
    objects = store.apply(() -> now);
    tables = new FakeTables(objects);
  }

  World copy() {
    return copy(MemoryObjectStore::new);
  }

  /** Another world with the same past. */
  World copy(Function<InstantSource, ObjectStore> store) {
    World copy = new World(store);
    copy.tables.copyFrom(tables);
    copy.ids.set(ids.get());
    copy.decoded.putAll(decoded);
    List<String> keys = new ArrayList<>();
    objects.get(Keys.GRAPH).ifPresent(graph -> keys.add(graph.key()));
    List<String> folders = new ArrayList<>(TableObject.FOLDERS);
    folders.addAll(List.of("__manifest/", "__schema/", Keys.SIDECARS, Keys.AUDITS));
    for (String prefix : folders) {
      objects.list(prefix).entries().forEach(entry -> keys.add(entry.key()));
    }
    for (String key : keys) {
      StoredObject object = objects.get(key).orElseThrow();
      copy.now = object.lastModified();
      FaultyStore.apply(() -> copy.objects.create(key, object.body()));
    }
    copy.now = now;
    return copy;
  }

  /** A graph with one person, {@code root}. */
  static World withGraph() {
    World world = new World();
    Process first = world.process();
    first.repository.init(CATALOG, "ann");
    first.insert(PERSON, "root");
    return world;
  }

  /** A process with its own connection, whose seams a test may hook into. */
  final class Process {
    final FaultyStore store = new FaultyStore(objects, late);
    final List<Seam> passed = new ArrayList<>();

    /** Requests that had to wait for each other, and those that were sent beside them. */
    final List<Seam> inARow = new ArrayList<>();

    final List<Seam> beside = new ArrayList<>();
    final Repository repository;
    private final Map<String, Runnable> hooks = new TreeMap<>();
    private final Map<Seam, Integer> counts = new TreeMap<>();
    private int besides;

    /** What a listener hears. */
    final List<String> told = new ArrayList<>();

    /** Its waits, none of which takes any time. */
    final List<Duration> slept = new ArrayList<>();

    /** On one thread: what could overlap runs at once, in the order in which it was started. */
    Process() {
      this(null, Duration.ZERO);
    }

    Process(@Nullable Executor executor, Duration skew) {
      repository =
          new Repository(
              store,
              tables,
              Environment.system(executor == null ? this::runBeside : executor)
                  .withClock(() -> now.plus(skew))
                  .withUlids(World.this::id)
                  .withRandom(new Random(7))
                  .withSleeper(slept::add)
                  .withListener(new Told(told))
                  .withSeams(this::pass));
    }

    private void runBeside(Runnable work) {
      besides++;
      try {
        work.run();
      } finally {
        besides--;
      }
    }

    private synchronized void pass(Seam seam, String subject) {
      passed.add(seam);
      (besides > 0 ? beside : inARow).add(seam);
      int count = counts.merge(seam, 1, Integer::sum);
      Runnable hook = hooks.remove(seam + "#" + count);
      if (hook != null) {
        hook.run();
      }
    }

    /** Runs the hook just before the request after the seam, at its nth passing, once. */
    Process at(Seam seam, int nth, Runnable hook) {
      hooks.put(seam + "#" + nth, hook);
      return this;
    }

    Process at(Seam seam, Runnable hook) {
      return at(seam, 1, hook);
    }

    Process killedAt(Seam seam) {
      return at(
          seam,
          () -> {
            throw store.kill();
          });
    }

    Process broken(Seam seam, Fault fault) {
      return at(seam, () -> store.breakNext(fault));
    }

    CleanupResult cleanup() {
      return repository.cleanup(new CleanupPolicy(RETENTION, false));
    }

    <R> CommitOutcome<R> commit(Operation<R> operation) {
      return repository.commit(CommitRequest.on("main", "ann"), operation);
    }

    CommitOutcome<String> commit(CommitRequest request, Operation<String> operation) {
      return repository.commit(request, operation);
    }

    String insert(dev.omnigraph.schema.EntityType type, String id) {
      return commit(Operations.insert(type, id)).commitId();
    }
  }

  /** Writes down what it hears. */
  private record Told(List<String> words) implements CommitListener {
    @Override
    public void opening(String branch) {
      words.add("opening " + branch);
    }

    @Override
    public void arming(String operationId) {
      words.add("arming " + operationId);
    }

    @Override
    public void publishing(String operationId, long seq) {
      words.add("publishing " + operationId + " " + seq);
    }

    @Override
    public void lostRace(String operationId, long seq) {
      words.add("lost " + operationId + " " + seq);
    }

    @Override
    public void recovered(String operationId, AuditEntry.Outcome outcome) {
      words.add("recovered " + operationId + " " + outcome);
    }
  }

  Process process() {
    return new Process();
  }

  /** A process whose own clock differs from the store's. */
  Process process(Duration skew) {
    return new Process(null, skew);
  }

  /** A process that overlaps requests on threads. */
  Process process(Executor executor) {
    return new Process(executor, Duration.ZERO);
  }

  /** A process that dies at the seam while it runs the work. */
  void killed(Seam seam, java.util.function.Consumer<Process> work) {
    Process process = process().killedAt(seam);
    try {
      work.accept(process);
    } catch (FaultyStore.Killed e) {
      return;
    }
    throw new AssertionError("it never came to " + seam + ": " + process.passed);
  }

  /** So much later that every sidecar is past its duration. */
  void pastEveryDeadline() {
    now = now.plus(CommitRequest.LONGEST).plusSeconds(1);
  }

  void landLate() {
    while (!late.isEmpty()) {
      FaultyStore.apply(late.remove());
    }
  }

  /** A read-write open that does nothing else. */
  void sweep() {
    process().commit(Operations.nothing());
  }

  /** The same by a process that dies at the seam, if it comes there. */
  void sweepKilledAt(Seam seam) {
    Process sweeper = process().killedAt(seam);
    try {
      sweeper.commit(Operations.nothing());
    } catch (FaultyStore.Killed e) {
      assertThat(sweeper.passed).contains(seam);
    }
  }

  /** Another process commits. */
  void rival(Operation<String> operation) {
    if (process().commit(operation) instanceof CommitOutcome.Published<String> published) {
      rivals.add(published.commitId());
    }
  }

  String id() {
    return String.format("%026d", ids.incrementAndGet());
  }

  /** A cleanup by another process. */
  CleanupResult cleanup() {
    return cleanup(process());
  }

  CleanupResult cleanup(Process process) {
    return process.cleanup();
  }

  // ---- what is there, by the raw objects

  /** The data and the versions of all tables. */
  List<String> tableObjects() {
    List<String> keys = new ArrayList<>();
    for (String folder : TableObject.FOLDERS) {
      objects.list(folder).entries().forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  BranchObject branch(String name) {
    String key = Keys.branch(name);
    return BranchCodec.decode(key, objects.get(key).orElseThrow().body());
  }

  List<ManifestRecord> log() {
    return log(branch("main").branchId());
  }

  List<ManifestRecord> log(String branchId) {
    List<ManifestRecord> records = new ArrayList<>();
    for (ObjectEntry entry : objects.list("__manifest/" + branchId + "/").entries()) {
      if (entry.key().matches(".*/[0-9]{20}\\.json") && !entry.key().contains("/checkpoints/")) {
        records.add(decoded.computeIfAbsent(entry.key() + entry.etag(), k -> decode(entry.key())));
      }
    }
    return records;
  }

  private ManifestRecord decode(String key) {
    return RecordCodec.decode(key, objects.get(key).orElseThrow().body());
  }

  ManifestState state() {
    return stateAt(Long.MAX_VALUE);
  }

  ManifestState stateAt(long seq) {
    ManifestState state = ManifestState.before(branch("main").branchId());
    for (ManifestRecord record : log()) {
      if (record.seq() <= seq) {
        state = state.apply(record);
      }
    }
    return state;
  }

  /** Every control object and its ETag. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String prefix : List.of("__manifest/", "__schema/", Keys.SIDECARS, "__audit/")) {
      objects.list(prefix).entries().forEach(entry -> all.add(entry.key() + " " + entry.etag()));
    }
    return all;
  }

  void overwrite(String key, byte[] body) {
    String etag = objects.get(key).orElseThrow().etag();
    FaultyStore.apply(() -> objects.replace(key, body, etag));
  }

  Map<String, String> rows(dev.omnigraph.schema.EntityType type) {
    return tables.rows(Optional.ofNullable(state().pins().get(type.tableId())).orElseThrow());
  }

  List<String> sidecars() {
    return objects.list(Keys.SIDECARS).entries().stream().map(ObjectEntry::key).toList();
  }

  List<AuditEntry> audits() {
    return objects.list("__audit/").entries().stream()
        .map(e -> AuditCodec.decode(e.key(), objects.get(e.key()).orElseThrow().body()))
        .toList();
  }

  /** The only sidecar there is. */
  Sidecar sidecar() {
    assertThat(sidecars()).hasSize(1);
    String key = sidecars().getFirst();
    return SidecarCodec.decode(key, objects.get(key).orElseThrow().body());
  }

  void auditAs(AuditEntry.Outcome outcome, Sidecar s) {
    AuditEntry entry =
        new AuditEntry(
            s.operationId(),
            s.kind(),
            s.actor(),
            s.branch(),
            s.branchId(),
            s.target(),
            outcome,
            null,
            new TreeMap<>(),
            now);
    FaultyStore.apply(() -> objects.create(Keys.audit(s.operationId()), AuditCodec.encode(entry)));
  }

  /** What a schema change leaves: its objects, and a record. */
  void changeSchema() {
    FaultyStore.apply(
        () ->
            objects.create(
                Keys.schemaCatalog(NEXT_CATALOG.hash()), CatalogJson.encode(NEXT_CATALOG)));
    ManifestState state = state();
    ManifestRecord record =
        state
            .next(CommitKind.SCHEMA, id())
            .by("ann")
            .at(now)
            .schema(NEXT_CATALOG.hash(), ManifestRecord.CatalogChange.NONE)
            .record();
    FaultyStore.apply(
        () ->
            objects.create(
                Keys.record(record.branchId(), record.seq()), RecordCodec.encode(record)));
  }

  String mainId() {
    return branch("main").branchId();
  }

  void assertReadingWritesNothing() {
    List<String> before = everything();
    Process reader = process();
    reader.repository.openRead(new ReadSpec.Head("main")).close();
    reader.repository.history("main", 3);
    assertThat(reader.store.writes).as("writes of a reader").isZero();
    assertThat(everything()).isEqualTo(before);
  }

  /**
   * Cleans up all but the newest states: what is left of tables is what these need, and of lists of
   * ids what commits name.
   */
  void assertCleanupLeavesOnlyWhatIsNeeded() {
    now = now.plusSeconds(10);
    cleanup();
    now = now.plus(RETENTION.multipliedBy(2));
    cleanup();
    assertSound();
    Set<String> needed = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (BranchObject branch : process().repository.branches()) {
      try (BranchView view = process().repository.openRead(new ReadSpec.Head(branch.name()))) {
        view.pins().values().forEach(pin -> needed.addAll(tables.objectsOf(pin)));
        process().repository.commit(branch.name(), view.commitId()).stream()
            .flatMap(record -> record.tables().values().stream())
            .flatMap(change -> Stream.ofNullable(change.base()))
            .forEach(base -> needed.addAll(tables.objectsOf(base)));
      }
      for (ManifestRecord record : log(branch.branchId())) {
        record.tables().values().stream()
            .map(TableChange::changes)
            .filter(ChangeSet.Spilled.class::isInstance)
            .forEach(changes -> named.add(((ChangeSet.Spilled) changes).key()));
      }
    }
    assertThat(tableObjects().stream().filter(key -> !isLinear(key)))
        .as("left of tables")
        .containsExactlyInAnyOrderElementsOf(needed.stream().filter(k -> !isLinear(k)).toList());
    assertThat(objects.list(Keys.changes(mainId())).entries().stream().map(ObjectEntry::key))
        .as("left of lists of ids")
        .containsExactlyInAnyOrderElementsOf(named);
  }

  private static boolean isLinear(String key) {
    return TableObject.of(key).orElseThrow().kind() == TableObject.Kind.LINEAR_VERSION;
  }

  /** Everything that must hold at any instant, whatever happened. */
  void assertSound() {
    List<ManifestRecord> log = log();
    ManifestState state = ManifestState.before(branch("main").branchId());
    Set<String> operations = new HashSet<>();
    for (ManifestRecord record : log) {
      state = state.apply(record);
      assertThat(operations.add(record.operationId())).as("published once").isTrue();
    }
    for (var pin : state.pins().values()) {
      tables.rows(pin);
    }
    ManifestState hint = branch("main").hint();
    assertThat(hint == null ? 0 : hint.seq())
        .as("hint never ahead")
        .isLessThanOrEqualTo(state.seq());
    for (AuditEntry audit : audits()) {
      if (!audit.branch().equals("main")) {
        continue;
      }
      assertThat(operations.contains(audit.operationId()))
          .as("audit of %s agrees with the log", audit)
          .isEqualTo(audit.outcome() == AuditEntry.Outcome.ROLLED_FORWARD);
    }
  }

  @Nullable ManifestRecord last(CommitKind kind) {
    return log().stream().filter(r -> r.kind() == kind).reduce((a, b) -> b).orElse(null);
  }
}

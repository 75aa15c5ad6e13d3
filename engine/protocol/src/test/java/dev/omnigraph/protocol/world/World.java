package dev.omnigraph.protocol.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.store.MemoryObjectStore;
import dev.omnigraph.store.ObjectStore;
import dev.omnigraph.store.PutOutcome;
import dev.omnigraph.store.StoredObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store, a clock, and any number of processes; all on one thread unless a test says otherwise.
 */
public final class World {
  /** What cleanups of tests keep. */
  public static final Duration RETENTION = Duration.ofHours(1);

  public final SteppedClock clock = new SteppedClock();
  public final ObjectStore objects;
  public final FakeTables tables;
  public final StoredGraph stored;

  /** Requests that are still on their way to the store. */
  public final Queue<Supplier<PutOutcome>> late = new ArrayDeque<>();

  /** Ids of the commits of {@link #rival}. */
  public final Set<CommitId> rivals = new HashSet<>();

  private final AtomicLong ids = new AtomicLong();

  public World() {
    this(MemoryObjectStore::new);
  }

  /**
   * @param store made of the world's clock
   */
  public World(Function<InstantSource, ObjectStore> store) {
    objects = store.apply(clock);
    tables = new FakeTables(objects);
    stored = new StoredGraph(objects, tables);
  }

  /** A graph with one person, {@code root}. */
  public static World withGraph() {
    World world = new World();
    SimulatedProcess first = world.process();
    first.repository.init(People.CATALOG, "ann");
    first.insert(People.PERSON, "root");
    return world;
  }

  public World copy() {
    return copy(MemoryObjectStore::new);
  }

  /** Another world with the same past. */
  public World copy(Function<InstantSource, ObjectStore> store) {
    World copy = new World(store);
    copy.tables.copyFrom(tables);
    copy.stored.copyFrom(stored);
    copy.ids.set(ids.get());
    for (String key : stored.everyKey()) {
      StoredObject object = stored.object(key);
      copy.clock.set(object.lastModified());
      FaultyStore.apply(() -> copy.objects.create(key, object.body()));
    }
    copy.clock.set(clock.instant());
    return copy;
  }

  public String id() {
    return String.format("%026d", ids.incrementAndGet());
  }

  public SimulatedProcess process() {
    return process(Duration.ZERO);
  }

  /** A process whose own clock differs from the store's. */
  public SimulatedProcess process(Duration skew) {
    return new SimulatedProcess(this, null, skew);
  }

  /** A process that overlaps requests on threads. */
  public SimulatedProcess process(Executor executor) {
    return new SimulatedProcess(this, executor, Duration.ZERO);
  }

  /** A process that dies at the seam while it runs the work. */
  public void killed(Seam seam, Consumer<SimulatedProcess> work) {
    SimulatedProcess process = process().killedAt(seam);
    try {
      work.accept(process);
    } catch (FaultyStore.Killed e) {
      return;
    }
    throw new AssertionError("it never came to " + seam + ": " + process.passed);
  }

  /** Another process commits. */
  public void rival(Operation<String> operation) {
    if (process().commit(operation) instanceof CommitOutcome.Published<String> published) {
      rivals.add(published.commitId());
    }
  }

  /** What every write does first, and nothing else. */
  public void sweep() {
    process().repository.sweep(BranchName.MAIN);
  }

  /** The same by a process that dies at the seam, if it comes there. */
  public void sweepKilledAt(Seam seam) {
    SimulatedProcess sweeper = process().killedAt(seam);
    try {
      sweeper.repository.sweep(BranchName.MAIN);
    } catch (FaultyStore.Killed e) {
      assertThat(sweeper.passed).contains(seam);
    }
  }

  /** A cleanup by another process. */
  public CleanupAnswer cleanup() {
    return process().cleanup();
  }

  /** So much later that every sidecar is past its duration. */
  public void pastEveryDeadline() {
    clock.step(CommitRequest.LONGEST.plusSeconds(1));
  }

  /** Every request that is still on its way arrives. */
  public void landLate() {
    while (!late.isEmpty()) {
      FaultyStore.apply(late.remove());
    }
  }
}

package dev.omnigraph.protocol.world;

import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.CommitListener;
import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.manifest.AuditEntry;
import dev.omnigraph.protocol.GraphRemoval;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A process with its own connection, whose seams a test may hook into. */
public final class SimulatedProcess {
  public final FaultyStore store;
  public final Repository repository;

  private final Environment environment;

  /** Every seam, in the order in which it was passed. */
  public final List<Seam> passed = new ArrayList<>();

  /** Requests that had to wait for each other, and those that were sent beside them. */
  public final List<Seam> inARow = new ArrayList<>();

  public final List<Seam> beside = new ArrayList<>();

  /** What a listener hears. */
  public final List<String> told = new ArrayList<>();

  /** Its waits, none of which takes any time. */
  public final List<Duration> slept = new ArrayList<>();

  private final Map<String, Runnable> hooks = new TreeMap<>();
  private final Map<Seam, Integer> counts = new TreeMap<>();
  private int besides;

  /**
   * @param executor of what may overlap; without one, that runs at once on one thread, in the order
   *     in which it was started
   * @param skew by how much its clock is ahead of the store's
   */
  SimulatedProcess(World world, @Nullable Executor executor, Duration skew) {
    store = new FaultyStore(world.objects, world.late);
    environment =
        Environment.system(executor == null ? this::runBeside : executor)
            .withClock(() -> world.clock.instant().plus(skew))
            .withUlids(world::id)
            .withRandom(new Random(7))
            .withSleeper(slept::add)
            .withListener(new Told(told))
            .withSeams(this::pass);
    repository = new Repository(store, world.tables, environment);
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
  public SimulatedProcess at(Seam seam, int nth, Runnable hook) {
    hooks.put(seam + "#" + nth, hook);
    return this;
  }

  public SimulatedProcess at(Seam seam, Runnable hook) {
    return at(seam, 1, hook);
  }

  /** The same at the next passing. */
  public SimulatedProcess atNext(Seam seam, Runnable hook) {
    return at(seam, counts.getOrDefault(seam, 0) + 1, hook);
  }

  public SimulatedProcess killedAt(Seam seam) {
    return at(
        seam,
        () -> {
          throw store.kill();
        });
  }

  public SimulatedProcess broken(Seam seam, Fault fault) {
    return at(seam, () -> store.breakNext(fault));
  }

  /** How often it passed the seam. */
  public long times(Seam seam) {
    return passed.stream().filter(seam::equals).count();
  }

  /** Deletes the graph. */
  public long remove() {
    return remove(store);
  }

  /**
   * The same.
   *
   * @param other what it deletes through, of the same objects
   */
  public long remove(ObjectStore other) {
    return new GraphRemoval(repository, other, environment).run("ann");
  }

  public CleanupAnswer cleanup() {
    return repository.cleanup(new CleanupRequest(World.RETENTION, false));
  }

  public <R> CommitOutcome<R> commit(Operation<R> operation) {
    return commit(CommitRequest.of(WriteOptions.on(BranchName.MAIN, "ann")), operation);
  }

  public <R> CommitOutcome<R> commit(CommitRequest request, Operation<R> operation) {
    return repository.commit(request, operation);
  }

  /** Merges a branch as it is now into main. */
  public CommitOutcome<String> merge(BranchName source) {
    try (BranchView theirs = repository.openRead(new ReadAt.Head(source))) {
      return commit(Operations.merge(repository.ancestry(), theirs));
    }
  }

  /** Inserts on another branch than main. */
  public CommitId insert(BranchName branch, EntityType type, String id) {
    return commit(CommitRequest.of(WriteOptions.on(branch, "ann")), Operations.insert(type, id))
        .commitId();
  }

  public CommitId insert(EntityType type, String id) {
    return commit(Operations.insert(type, id)).commitId();
  }

  /** Writes down what it hears. */
  private record Told(List<String> words) implements CommitListener {
    @Override
    public void opening(BranchName branch) {
      words.add("opening " + branch);
    }

    @Override
    public void arming(OperationId operationId) {
      words.add("arming " + operationId);
    }

    @Override
    public void publishing(OperationId operationId, long seq) {
      words.add("publishing " + operationId + " " + seq);
    }

    @Override
    public void lostRace(OperationId operationId, long seq) {
      words.add("lost " + operationId + " " + seq);
    }

    @Override
    public void recovered(OperationId operationId, AuditEntry.Outcome outcome) {
      words.add("recovered " + operationId + " " + outcome);
    }
  }
}

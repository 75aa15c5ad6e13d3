package dev.omnigraph.protocol;

import static dev.omnigraph.protocol.world.Invariants.assertSound;
import static dev.omnigraph.protocol.world.People.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.CommitOutcome;
import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.ChangeSet;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.TableChange;
import dev.omnigraph.protocol.reclaim.CleanupRequest;
import dev.omnigraph.protocol.world.FaultyStore;
import dev.omnigraph.protocol.world.FaultyStore.Fault;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedTime;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.store.PutOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Processes that do, and suffer, random things in simulated time. */
final class Turmoil {
  private static final int PROCESSES = 4;
  private static final int OPERATIONS = 5;
  private static final Duration SLOWEST = Duration.ofMillis(80);
  private static final Duration FROZEN = CommitRequest.LONGEST.plusMinutes(1);
  private static final List<Fault> FAULTS =
      List.of(Fault.ERROR, Fault.LOST_ACKNOWLEDGEMENT, Fault.LATE, Fault.NEVER, Fault.DUPLICATE);

  /** What is no request of the store here. */
  private static final Set<Seam> UNTOUCHED =
      EnumSet.of(Seam.OPEN_TABLE, Seam.STAGE, Seam.STAGE_COMMIT, Seam.CLEANUP_MARK);

  private final long seed;
  private final Tally tally;
  private final World world = World.withGraph();
  private final SimulatedTime time;
  private final Random random;
  private final List<String> course = new ArrayList<>();
  private final Set<String> acknowledged = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();
  private int atWork = PROCESSES;

  /** What happened, and how often. */
  static final class Tally {
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    int get(String what) {
      return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
      return counts.toString();
    }
  }

  Turmoil(long seed, Tally tally) {
    this.seed = seed;
    this.tally = tally;
    this.random = new Random(seed);
    this.time = new SimulatedTime(seed, world.clock.instant(), world.clock::set);
  }

  void run() {
    for (int i = 0; i < PROCESSES; i++) {
      String name = "p" + i;
      time.start(() -> live(name));
    }
    time.start(this::deliver);
    time.run();
    world.landLate();
    world.pastEveryDeadline();
    world.sweep();
    world.pastEveryDeadline();
    world.sweep();
    world.clock.step(World.RETENTION);
    world.cleanup();
  }

  World world() {
    return world;
  }

  /** Every request and every mishap, in order. */
  List<String> course() {
    return course;
  }

  void assertNothingIsLostOrDoubled() {
    assertSound(world);
    assertThat(world.stored.sidecars()).as("seed %d", seed).isEmpty();
    Map<String, String> rows = world.stored.rows(PERSON);
    Set<String> inserted = new TreeSet<>();
    int increments = 0;
    for (ManifestRecord record : world.stored.log()) {
      TableChange change = record.tables().get(PERSON.tableId());
      if (change != null && change.changes() instanceof ChangeSet.Inline ids) {
        inserted.addAll(ids.inserted());
        increments += ids.updated().contains("root") ? 1 : 0;
      }
    }
    assertThat(rows.keySet()).as("seed %d", seed).isEqualTo(inserted);
    assertThat(inserted).as("acknowledged, seed %d", seed).containsAll(acknowledged);
    assertThat(refused)
        .as("reported as failed, seed %d", seed)
        .doesNotContainAnyElementsOf(inserted);
    assertThat(rows.get("root")).as("seed %d", seed).isEqualTo("v" + increments);
  }

  /** One process after another under one name: when one dies, the next goes on. */
  private void live(String name) {
    Victim victim = new Victim(name);
    for (int i = 0; i < OPERATIONS; i++) {
      String id = name + "-" + i;
      try {
        victim.work(id);
      } catch (FaultyStore.Killed e) {
        victim = new Victim(name);
      }
      time.sleep(Duration.ofMillis(random.nextInt(200)));
    }
    atWork--;
  }

  /** The network, which brings what is late. */
  private void deliver() {
    while (atWork > 0) {
      time.sleep(Duration.ofMillis(random.nextInt(1_000)));
      Supplier<PutOutcome> request = world.late.poll();
      if (request != null) {
        course.add("late");
        tally.add("late requests");
        FaultyStore.apply(request);
      }
    }
  }

  /** A process. */
  private final class Victim {
    private final String name;
    private final FaultyStore store = new FaultyStore(world.objects, world.late);
    private final Repository repository;

    Victim(String name) {
      this.name = name;
      this.repository =
          new Repository(
              store,
              world.tables,
              Environment.system(time::start)
                  .withClock(world.clock)
                  .withUlids(world::id)
                  .withRandom(random)
                  .withSleeper(time::sleep)
                  .withSeams(this::request));
    }

    void work(String id) {
      try {
        switch (random.nextInt(8)) {
          case 0 -> commit(Operations.compact(PERSON));
          case 1 -> {
            repository.cleanup(new CleanupRequest(World.RETENTION, false));
            tally.add("cleanups");
          }
          case 2 -> repository.sweepAll();
          case 3, 4 -> commit(Operations.increment(PERSON, "root"));
          default -> {
            commit(Operations.insert(PERSON, id));
            acknowledged.add(id);
            tally.add("acknowledged");
          }
        }
      } catch (GraphException e) {
        tally.add("failed: " + e.code());
        if (e.kind() != ErrorKind.UNKNOWN_OUTCOME) {
          refused.add(id);
        }
      }
    }

    private void commit(Operation<String> operation) {
      CommitOutcome<String> outcome =
          repository.commit(CommitRequest.of(WriteOptions.on(BranchName.MAIN, name)), operation);
      course.add(name + " " + outcome.commitId());
    }

    /** On the way to the store. */
    private void request(Seam seam, String subject) {
      course.add(name + " " + seam);
      time.sleep(Duration.ofMillis(1 + random.nextLong(SLOWEST.toMillis())));
      int fate = random.nextInt(400);
      if (fate < 2) {
        tally.add("kills");
        course.add(name + " killed");
        throw store.kill();
      } else if (fate == 3) {
        tally.add("freezes");
        course.add(name + " frozen");
        time.sleep(FROZEN);
      } else if (fate < 12 && !UNTOUCHED.contains(seam)) {
        tally.add("faults");
        store.breakNext(FAULTS.get(random.nextInt(FAULTS.size())));
      }
    }
  }
}

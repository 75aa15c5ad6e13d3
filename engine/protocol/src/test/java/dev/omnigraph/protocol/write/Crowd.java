package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.CommitRequest;
import dev.omnigraph.commit.Environment;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.SchemaHash;
import dev.omnigraph.protocol.Repository;
import dev.omnigraph.protocol.world.FakeTables;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.SimulatedTime;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.CatalogJson;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.store.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writers that do nothing but write to one branch, each a process of its own, on a store that takes
 * its time for every request; all in simulated time.
 */
final class Crowd {
  private static final Duration LATENCY = Duration.ofMillis(30);

  /** What the writers write to. */
  enum Target {
    A_TABLE_EACH,
    ONE_TABLE,
    ONE_ENTITY
  }

  private final SimulatedTime time;
  private final MemoryObjectStore objects;
  private final FakeTables tables;
  private final List<Writer> writers;
  private final Target target;
  private final Duration duration;
  private final boolean warm;
  private final List<NodeType> types;
  private final long seed;
  private int ids;

  /**
   * @param warm whether a writer is one process for all its commits, or one for each
   */
  Crowd(int size, Target target, boolean warm, Duration duration, long seed) {
    this.time = new SimulatedTime(seed);
    this.objects = new MemoryObjectStore(time::now);
    this.tables = new FakeTables(objects);
    this.target = target;
    this.warm = warm;
    this.duration = duration;
    this.seed = seed;
    this.types = IntStream.range(0, size).mapToObj(Crowd::type).toList();
    this.writers = IntStream.range(0, size).mapToObj(Writer::new).toList();
  }

  /**
   * What became of it.
   *
   * @param slowestShare commits of the writer with the fewest, of an equal share
   * @param mostAttempts at the commit point that any commit needed
   * @param roundTrips in a row from a refusal at the commit point to the next attempt at it, pauses
   *     left out
   */
  record Report(
      Target target,
      boolean warm,
      int commits,
      double perSecond,
      double slowestShare,
      int mostAttempts,
      double attempts,
      double roundTrips,
      double requests,
      Duration slowest,
      int gaveUp) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-12s %s: %.1f commits/s, slowest writer %.0f%% of its share, attempts %.1f (most %d), "
              + "round trips per lost attempt %.1f, requests per commit %.0f, slowest commit %d ms,"
              + " gave up %d",
          target,
          warm ? "warm" : "cold",
          perSecond,
          100 * slowestShare,
          attempts,
          mostAttempts,
          roundTrips,
          requests,
          slowest.toMillis(),
          gaveUp);
    }
  }

  Report run() {
    Environment quiet =
        Environment.system(Runnable::run)
            .withClock(time::now)
            .withUlids(this::id)
            .withRandom(new Random(seed))
            .withSleeper(d -> {});
    Catalog catalog =
        CatalogJson.withHash(
            new Catalog(SchemaHash.NONE, "crowd", List.of(), types, List.of(), Map.of()));
    new Repository(objects, tables, quiet).init(catalog, "founder");
    Instant end = time.now().plus(duration);
    writers.forEach(writer -> time.start(() -> writer.writeUntil(end)));
    time.run();
    int commits = writers.stream().mapToInt(w -> w.commits).sum();
    double seconds = duration.toMillis() / 1e3;
    double share = commits / (double) writers.size();
    int lost = writers.stream().mapToInt(w -> w.lost).sum();
    return new Report(
        target,
        warm,
        commits,
        commits / seconds,
        writers.stream().mapToInt(w -> w.commits).min().orElseThrow() / share,
        writers.stream().mapToInt(w -> w.mostAttempts).max().orElseThrow(),
        1 + lost / (double) commits,
        writers.stream().mapToLong(w -> w.retrying).sum() / (double) (LATENCY.toMillis() * lost),
        writers.stream().mapToInt(w -> w.requests).sum() / (double) commits,
        Duration.ofMillis(writers.stream().mapToLong(w -> w.slowest).max().orElseThrow()),
        writers.stream().mapToInt(w -> w.gaveUp).sum());
  }

  private synchronized String id() {
    return String.format("%026d", ++ids);
  }

  private static NodeType type(int i) {
    return new NodeType(
        String.format("%03dT", i), 1, "T" + i, List.of(), List.of(), List.of(), List.of(), 1);
  }

  /** A function, with a connection and caches of its own. */
  private final class Writer {
    private final int number;
    private final Random random;
    private Repository repository;
    private int commits;
    private int requests;
    private int lost;
    private int gaveUp;
    private int attempts;
    private int mostAttempts;
    private long retrying;
    private long slowest;
    private @Nullable Instant refused;

    Writer(int number) {
      this.number = number;
      this.random = new Random(seed + number);
      this.repository = open();
    }

    private Repository open() {
      return new Repository(
          objects,
          tables,
          Environment.system(time::start)
              .withClock(time::now)
              .withUlids(Crowd.this::id)
              .withRandom(random)
              .withSleeper(this::pause)
              .withSeams(this::request));
    }

    void writeUntil(Instant end) {
      while (time.now().isBefore(end)) {
        repository = warm ? repository : open();
        NodeType type = types.get(target == Target.A_TABLE_EACH ? number : 0);
        Operation<String> operation =
            reading(
                target == Target.ONE_ENTITY
                    ? Operations.increment(type, "one")
                    : Operations.insert(type, number + "-" + commits));
        Instant start = time.now();
        attempts = 0;
        refused = null;
        try {
          repository.commit(
              CommitRequest.of(WriteOptions.on(BranchName.MAIN, "writer" + number)), operation);
          commits += time.now().isAfter(end) ? 0 : 1;
          mostAttempts = Math.max(mostAttempts, attempts);
          slowest = Math.max(slowest, Duration.between(start, time.now()).toMillis());
        } catch (GraphException e) {
          gaveUp++;
        }
      }
    }

    /** An operation looks at rows when it is prepared. */
    private Operation<String> reading(Operation<String> operation) {
      return Operations.operation(
          operation.kind(),
          view -> {
            spend();
            return operation.prepare(view);
          });
    }

    private void request(Seam seam, String subject) {
      if (seam == Seam.PUBLISH) {
        attempts++;
        if (refused != null) {
          lost++;
          retrying += Duration.between(refused, time.now()).toMillis();
        }
      }
      switch (seam) {
        // The state says what a version consists of, a small file is sent with its checksum, and a
        // change of rows is whole without a version of its own.
        case OPEN_TABLE, STAGE_FINGERPRINT, STAGE_COMMIT -> {}
        default -> spend();
      }
      if (seam == Seam.PUBLISH) {
        refused = time.now();
      }
    }

    private void spend() {
      synchronized (this) {
        requests++;
      }
      time.sleep(LATENCY);
    }

    private void pause(Duration politely) {
      time.sleep(politely);
      if (refused != null) {
        refused = refused.plus(politely);
      }
    }
  }
}

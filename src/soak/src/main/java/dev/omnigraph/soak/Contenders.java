package dev.omnigraph.soak;

import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.protocol.reclaim.CleanupAnswer;
import dev.omnigraph.testkit.Adversary;
import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Writers that get into each other's way, in one process: each has a client of its own and opens
 * the graph for each operation, so that they share as little as processes do.
 */
final class Contenders {
  /** The access key of who prepares and inspects. */
  static final String DRIVER = "driver";

  /** Longer than any read takes, and short enough for a cleanup to find something. */
  private static final Duration RETENTION = Duration.ofSeconds(30);

  /** Operations of others. */
  private static final int BETWEEN_SCHEMAS = 10;

  private final CountingS3 server;
  private final String bucket;
  private final Mix mix;
  private final boolean upkeep;
  private final Duration writeTime;
  private final SplittableRandom random;
  private final Queue<Attempt> history = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final AtomicInteger actors = new AtomicInteger();
  private final Tally tally = new Tally();

  /**
   * @param upkeep whether others change the schema, optimize and clean up meanwhile
   * @param writeTime after which recovery may take an operation over
   */
  Contenders(
      CountingS3 server, String bucket, Mix mix, boolean upkeep, Duration writeTime, long seed) {
    this.server = server;
    this.bucket = bucket;
    this.mix = mix;
    this.upkeep = upkeep;
    this.writeTime = writeTime;
    this.random = new SplittableRandom(seed);
  }

  Tally tally() {
    return tally;
  }

  /**
   * Runs so many writers until they are told to stop, and returns what does not fit.
   *
   * @param adversary what the store does to them
   * @param goesOn asked before every operation
   */
  List<String> run(int writers, Adversary adversary, BooleanSupplier goesOn) {
    server.createBucket(bucket);
    try (Commands driver = new Commands(server.endpoint(), DRIVER, writeTime);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Log log = new Log(server, bucket);
      driver.create(bucket);
      Workload workload = new Workload(random.split(), mix);
      Attempt founding = Inspection.ask(driver, bucket, log, workload.founding(), "founder");
      history.add(founding);
      workload.saw(new Task(founding.branch(), founding.op()), founding.reply());
      server.oppose(
          request -> {
            request.accessKey().map(requests::get).ifPresent(AtomicLong::incrementAndGet);
            return adversary.meets(request);
          });
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "writer-" + i;
        all.add(CompletableFuture.runAsync(() -> write(log, workload, name, goesOn), threads));
      }
      CompletableFuture<Void> writersDone =
          CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
      if (upkeep) {
        CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> evolve(log, workload, writersDone), threads),
                CompletableFuture.runAsync(() -> optimize(log, workload, writersDone), threads),
                CompletableFuture.runAsync(() -> cleanUp(writersDone), threads))
            .join();
      }
      writersDone.join();
      server.clearFaults();
      List<String> violations =
          new Inspection(driver, bucket, log, writeTime, tally).of(history, Set.of());
      violations.addAll(troubles);
      return violations;
    } finally {
      server.clearFaults();
      server.dropBucket(bucket);
    }
  }

  private void write(Log log, Workload workload, String name, BooleanSupplier goesOn) {
    AtomicLong sent = new AtomicLong();
    requests.put(name, sent);
    try (Commands commands = new Commands(server.endpoint(), name, writeTime)) {
      while (goesOn.getAsBoolean()) {
        sent.set(0);
        Task task = workload.next();
        ask(commands, log, workload, task);
        tally.most("most requests of one " + task.op().getClass().getSimpleName(), sent.get());
      }
    }
  }

  /** Now and then: to the larger schema and back, at least once. */
  private void evolve(Log log, Workload workload, CompletableFuture<Void> end) {
    try (Commands commands = new Commands(server.endpoint(), "evolver", writeTime)) {
      boolean larger = true;
      do {
        ask(commands, log, workload, new Task(BranchName.MAIN, new Op.Evolve(larger)));
        larger = !larger;
        long next = tally.get("operations") + BETWEEN_SCHEMAS;
        while (!end.isDone() && tally.get("operations") < next) {
          LockSupport.parkNanos(10_000_000L);
        }
      } while (!end.isDone() || !larger);
    }
  }

  private void optimize(Log log, Workload workload, CompletableFuture<Void> end) {
    try (Commands commands = new Commands(server.endpoint(), "optimizer", writeTime)) {
      do {
        ask(commands, log, workload, new Task(BranchName.MAIN, new Op.Optimize()));
      } while (!end.isDone());
    }
  }

  private void cleanUp(CompletableFuture<Void> end) {
    try (Commands commands = new Commands(server.endpoint(), "cleaner", writeTime)) {
      do {
        cleanUp(commands);
      } while (!end.isDone());
    }
  }

  private void cleanUp(Commands commands) {
    try {
      CleanupAnswer result = commands.cleanup(bucket, RETENTION);
      tally.add("cleanups", 1);
      tally.add("change sets cleaned up", result.changeSets().objects());
      result.tables().values().forEach(t -> tally.add("table objects cleaned up", t.objects()));
    } catch (GraphException e) {
      tally.add("cleanups that broke off: " + e.code(), 1);
      if (e.kind() != ErrorKind.UNAVAILABLE) {
        troubles.add("a cleanup failed: " + e.getMessage());
      }
    }
  }

  private void ask(Commands commands, Log log, Workload workload, Task task) {
    String actor = "op-" + actors.incrementAndGet();
    Attempt attempt = Inspection.ask(commands, bucket, log, task, actor);
    history.add(attempt);
    workload.saw(task, attempt.reply());
    tally.add("operations", 1);
    switch (attempt.reply()) {
      case null -> throw new IllegalStateException("always answered here");
      case Reply.Done _, Reply.Merged _ -> {
        tally.add("acknowledged", 1);
        tally.add(task.op().getClass().getSimpleName(), 1);
      }
      case Reply.Rows _ -> tally.add("reads answered", 1);
      case Reply.Failed failed -> tally.add("refused: " + failed.code(), 1);
    }
  }
}

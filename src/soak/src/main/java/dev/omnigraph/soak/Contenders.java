package dev.omnigraph.soak;

import dev.omnigraph.Graph;
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
import java.util.function.BooleanSupplier;

/**
 * Writers that get into each other's way, in one process: each has a client of its own and opens
 * the graph for each operation, so that they share as little as processes do.
 */
final class Contenders {
  /** The access key of who prepares and inspects. */
  static final String DRIVER = "driver";

  private final CountingS3 server;
  private final String bucket;
  private final Mix mix;
  private final Duration writeTime;
  private final SplittableRandom random;
  private final Queue<Attempt> history = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private final AtomicInteger actors = new AtomicInteger();
  private final Tally tally = new Tally();

  /**
   * @param writeTime after which recovery may take an operation over
   */
  Contenders(CountingS3 server, String bucket, Mix mix, Duration writeTime, long seed) {
    this.server = server;
    this.bucket = bucket;
    this.mix = mix;
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
      driver.create(bucket);
      Log log = new Log(server, bucket, Graph.MAIN);
      Workload workload = new Workload(random.split(), mix);
      Attempt founding = Inspection.ask(driver, bucket, log, workload.founding(), "founder");
      history.add(founding);
      workload.saw(founding.op(), founding.reply());
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
      all.forEach(CompletableFuture::join);
      server.clearFaults();
      return new Inspection(driver, bucket, log, writeTime, tally).of(history, Set.of());
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
        String actor = "op-" + actors.incrementAndGet();
        sent.set(0);
        Attempt attempt = Inspection.ask(commands, bucket, log, workload.next(), actor);
        history.add(attempt);
        workload.saw(attempt.op(), attempt.reply());
        tally.add("operations", 1);
        String what = attempt.op().getClass().getSimpleName();
        tally.most("most requests of one " + what, sent.get());
        switch (attempt.reply()) {
          case null -> throw new IllegalStateException("always answered here");
          case Reply.Done _ -> tally.add("acknowledged", 1);
          case Reply.Rows _ -> tally.add("reads answered", 1);
          case Reply.Failed failed -> tally.add("refused: " + failed.code(), 1);
        }
      }
    }
  }
}

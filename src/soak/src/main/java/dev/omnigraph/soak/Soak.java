package dev.omnigraph.soak;

import dev.omnigraph.testkit.CountingS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Kills and freezes writers for minutes or hours: {@code java … dev.omnigraph.soak.Soak --minutes
 * 30 --seed 1 --writers 6}. A run is a sequence of rounds, each with a graph of its own that is
 * checked in the end; it stops at the first round that does not fit.
 */
public final class Soak implements AutoCloseable {
  private static final Duration ROUND = Duration.ofSeconds(60);

  private final Path folder;
  private final Settings settings;
  private final CountingS3 server = CountingS3.start("none");
  private final Mischief mischief = new Mischief();
  private final Commands commands;
  private final WorkerPool pool;
  private final Tally total = new Tally();

  /**
   * @param folder for the workers' jars and cache
   */
  Soak(Path folder, Settings settings) throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.commands = new Commands(server.endpoint(), Contenders.DRIVER, settings.writeTime());
    WorkerImage image = WorkerImage.in(folder);
    train(image);
    this.pool = new WorkerPool(image, server.endpoint(), settings.writeTime(), settings.writers());
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = Options.of(arguments);
    Settings settings = Settings.USUAL.with(options.writers(), options.kills());
    Path folder = Files.createTempDirectory("soak");
    boolean fine = true;
    System.out.printf("seed %d, %d minutes, %s%n", options.seed(), options.minutes(), settings);
    try (Soak soak = new Soak(folder, settings)) {
      SplittableRandom seeds = new SplittableRandom(options.seed());
      long end = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
      for (int round = 1; fine && System.nanoTime() < end; round++) {
        List<String> violations = soak.round(seeds.nextLong(), ROUND);
        System.out.printf("round %d: %s%n", round, soak.total);
        violations.forEach(System.out::println);
        fine = violations.isEmpty();
      }
    } finally {
      delete(folder);
    }
    System.out.println(fine ? "everything fits" : "VIOLATED");
    System.exit(fine ? 0 : 1);
  }

  /** One round on a fresh graph; returns what does not fit. */
  List<String> round(long seed, Duration duration) throws InterruptedException {
    String bucket = "round-" + Long.toUnsignedString(seed, 36);
    int started = pool.started();
    Round round = new Round(server, pool, mischief, commands, settings, bucket, seed);
    List<String> violations = new ArrayList<>(round.run(duration));
    total.add("rounds", 1);
    total.add("processes", pool.started() - started);
    total.addAll(round.tally());
    if (violations.isEmpty()) {
      server.dropBucket(bucket);
    } else {
      violations.addFirst("seed of the round: " + seed);
      violations.add("see " + Evidence.keep(server, bucket, round.history()));
    }
    server.log().reset();
    return violations;
  }

  Tally total() {
    return total;
  }

  @Override
  public void close() {
    pool.close();
    mischief.close();
    commands.close();
    server.close();
  }

  /** Has one worker do some of everything, so that the cache holds what the others will need. */
  private void train(WorkerImage image) throws IOException {
    String bucket = "training";
    server.createBucket(bucket);
    commands.create(bucket);
    Workload workload = new Workload(new SplittableRandom(1), Mix.BRANCHES);
    try (WorkerProcess trainee = image.trainee(server.endpoint())) {
      if (!trainee.awaitReady()) {
        throw new IllegalStateException(
            "A worker does not start: " + Files.readString(image.errors()));
      }
      train(trainee, bucket, workload, workload.founding());
      for (int i = 0; i < 60; i++) {
        train(trainee, bucket, workload, workload.next());
      }
      trainee.dismiss();
      trainee.process().onExit().join();
    }
    server.dropBucket(bucket);
  }

  private static void train(WorkerProcess trainee, String bucket, Workload workload, Task task) {
    trainee
        .run(task.op().command(bucket, task.branch(), "trainee", null))
        .ifPresent(reply -> workload.saw(task, reply));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

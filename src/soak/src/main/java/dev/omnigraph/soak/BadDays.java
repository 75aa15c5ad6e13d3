package dev.omnigraph.soak;

import dev.omnigraph.testkit.CountingS3;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random operations on a store on which random requests go wrong: {@code … BadDays --minutes 10
 * --seed 1 --writers 6}. A sequence of rounds of half a minute, each checked in the end; stops at
 * the first that does not fit.
 */
public final class BadDays {
  private static final Duration ROUND = Duration.ofSeconds(30);
  private static final double SHARE = 0.04;

  private BadDays() {}

  public static void main(String[] arguments) {
    Options options = Options.of(arguments);
    System.out.printf("seed %d, %d minutes%n", options.seed(), options.minutes());
    SplittableRandom seeds = new SplittableRandom(options.seed());
    Tally total = new Tally();
    Tally struck = new Tally();
    boolean fine = true;
    try (CountingS3 server = CountingS3.start("none")) {
      long end = System.nanoTime() + Duration.ofMinutes(options.minutes()).toNanos();
      for (int round = 1; fine && System.nanoTime() < end; round++) {
        StoreFaults faults = new StoreFaults(seeds.split(), SHARE);
        Contenders contenders =
            new Contenders(
                server,
                "day-" + round,
                Mix.BRANCHES,
                false,
                Duration.ofSeconds(3),
                seeds.nextLong());
        long evening = System.nanoTime() + ROUND.toNanos();
        List<String> violations =
            contenders.run(options.writers(), faults, () -> System.nanoTime() < evening);
        total.addAll(contenders.tally());
        struck.addAll(faults.struck());
        server.log().reset();
        System.out.printf("round %d: %s%n", round, total);
        violations.forEach(System.out::println);
        fine = violations.isEmpty();
      }
    }
    System.out.println("faults: " + struck);
    System.out.println(fine ? "everything fits" : "VIOLATED");
    System.exit(fine ? 0 : 1);
  }
}

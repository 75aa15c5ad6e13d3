package dev.omnigraph.coldstart;

import dev.omnigraph.testkit.CountingS3;
import dev.omnigraph.testkit.FunctionPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the cold starts of packages of the HTTP function. Milliseconds of a machine say little
 * about Lambda; the ratios between packages, within one run, do.
 */
public final class ColdStart {
  private static final Path WORK = Path.of("src/coldstart/target/run");
  private static final Path EXAMPLE = Path.of("infra/example/flights");

  private final CountingS3 s3;
  private final int runs;

  private ColdStart(CountingS3 s3, int runs) {
    this.s3 = s3;
    this.runs = runs;
  }

  /**
   * Runs it, in the folder of the project.
   *
   * @param args {@code --native ZIP}, {@code --jvm ZIP}, each optional; {@code --memory 512,1024};
   *     {@code --runs 5}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> options = options(args);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try (CountingS3 s3 = CountingS3.start(Flights.BUCKET)) {
      Flights.load(s3, EXAMPLE);
      List<Variant> variants = variants(options, java, s3);
      ColdStart run = new ColdStart(s3, Integer.parseInt(options.getOrDefault("--runs", "5")));
      for (String memory : options.getOrDefault("--memory", "512,1024,1769").split(",")) {
        run.compare(variants, Integer.parseInt(memory), false);
        run.compare(variants, Integer.parseInt(memory), true);
      }
    }
  }

  private static List<Variant> variants(Map<String, String> options, Path java, CountingS3 s3)
      throws IOException, InterruptedException {
    List<Variant> variants = new ArrayList<>();
    if (options.containsKey("--jvm")) {
      FunctionPackage jvm =
          FunctionPackage.unpack(Path.of(options.get("--jvm")), WORK.resolve("jvm"));
      FlatPackage flat = FlatPackage.of(jvm, WORK.resolve("flat"));
      Train.run(flat, java, s3);
      System.out.printf("AOT cache: %.1f MB%n", Files.size(flat.cache()) / 1e6);
      variants.add(Variant.jvm(jvm, java));
      variants.add(Variant.withCache(flat, java));
    }
    if (options.containsKey("--native")) {
      variants.add(
          Variant.nativeOf(
              FunctionPackage.unpack(Path.of(options.get("--native")), WORK.resolve("native"))));
    }
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("Name a package: --jvm ZIP, --native ZIP");
    }
    return variants;
  }

  private void compare(List<Variant> variants, int megabytes, boolean coldPages) {
    Map<Variant, List<Sample>> samples = new LinkedHashMap<>();
    boolean limited = false;
    for (int i = 0; i < runs; i++) {
      // One after the other in each round, so that what else the machine does meets all alike.
      for (Variant variant : variants) {
        if (coldPages) {
          PageCache.drop(variant.files());
        }
        try (Share share = Share.of(megabytes)) {
          limited = share.isEnforced();
          samples
              .computeIfAbsent(variant, absent -> new ArrayList<>())
              .add(Sample.take(variant, share, s3, Flights.settings(s3), Flights.QUERY));
        }
      }
    }
    print(samples, megabytes, coldPages, limited);
  }

  private void print(
      Map<Variant, List<Sample>> samples, int megabytes, boolean coldPages, boolean limited) {
    System.out.printf(
        Locale.ROOT,
        "%n%d MB%s, page cache %s, medians of %d%n",
        megabytes,
        limited ? "" : " (NOT ENFORCED: no control groups here)",
        coldPages ? "cold" : "warm",
        runs);
    System.out.printf(
        "%-16s %16s %16s %16s %16s %9s %11s%n",
        "", "init ms", "first ms", "warm ms", "peak MB", "requests", "sequential");
    // What the others are compared with: the first that is named, the JVM if it is there.
    Sample reference = Sample.median(samples.values().iterator().next());
    samples.forEach((variant, all) -> print(variant.name(), Sample.median(all), reference));
  }

  private static void print(String name, Sample median, Sample reference) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %s %s %s %s %9d %11d%n",
        name,
        compared(median.initMillis(), reference.initMillis()),
        compared(median.firstMillis(), reference.firstMillis()),
        compared(median.warmMillis(), reference.warmMillis()),
        compared(median.peakMegabytes(), reference.peakMegabytes()),
        median.requests(),
        median.sequential());
  }

  private static String compared(double value, double reference) {
    return String.format(Locale.ROOT, "%8.0f (%.2fx)", value, value / reference);
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    if (args.length % 2 != 0
        || !List.of("--native", "--jvm", "--memory", "--runs").containsAll(options.keySet())) {
      throw new IllegalArgumentException(
          "Usage: infra/coldstart [--native ZIP] [--jvm ZIP] [--memory MB,MB] [--runs N]");
    }
    return options;
  }
}

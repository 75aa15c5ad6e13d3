package dev.omnigraph.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Loads documents and searches them by words, by meaning, and by both, from cold and warm. Prints
 * times, what the store was asked for, and how many of the ten nearest were found.
 *
 * <p>Options: {@code --documents}, {@code --dimension}, {@code --seed}, {@code --latency} in
 * milliseconds a request, {@code --queries} of each kind, {@code --steps true}, {@code --folder},
 * {@code --loaded true} where the folder has the documents already, and {@code --peer} for a Python
 * with LanceDB, which then does the same on the same server.
 */
public final class Searching {
  private static final int TEN = 10;

  private final Documents documents;
  private final Runner runner;
  private final PrintStream out = System.out;

  Searching(Documents documents, Runner runner) {
    this.documents = documents;
    this.runner = runner;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = Benchmark.options(arguments);
    Documents documents =
        new Documents(
            Integer.parseInt(options.getOrDefault("documents", "100000")),
            Integer.parseInt(options.getOrDefault("dimension", "384")),
            Long.parseLong(options.getOrDefault("seed", "1")));
    Duration latency = Duration.ofMillis(Long.parseLong(options.getOrDefault("latency", "20")));
    int queries = Integer.parseInt(options.getOrDefault("queries", "5"));
    boolean steps = Boolean.parseBoolean(options.getOrDefault("steps", "false"));
    String folder = options.get("folder");
    try (Place place = folder == null ? Place.countingS3() : Place.folder(Path.of(folder))) {
      Runner runner = new Runner(place);
      if (!Boolean.parseBoolean(options.getOrDefault("loaded", "false"))) {
        long start = System.nanoTime();
        int runs = runner.load(documents);
        System.out.printf(
            "%s, loaded and indexed in %.1f s by %d runs of optimize%n%s%n",
            documents, (System.nanoTime() - start) / 1e9, runs, Benchmark.memory());
      }
      place.setLatency(latency);
      Searching searching = new Searching(documents, runner);
      searching.ask(queries, steps);
      System.out.printf("%n%s%n", Benchmark.memory());
      String peer = options.get("peer");
      if (peer != null) {
        place.setLatency(Duration.ZERO);
        try (LanceDb lanceDb = LanceDb.start(peer, documents, place)) {
          place.setLatency(latency);
          searching.ask(queries, lanceDb, place);
        }
      }
    }
  }

  /** What is asked, as a query and for the ten nearest that it should find. */
  record Sought(String name, Question question, float[] near, IntPredicate among) {}

  List<Sought> sought(int number) {
    int topic = number % 100;
    String person = Documents.person(documents.author(number * 101 % documents.count()));
    float[] vector = documents.sought(number);
    List<Float> to = new ArrayList<>();
    for (float value : vector) {
      to.add(value);
    }
    Map<String, Object> all =
        Map.of(
            "q",
            documents.words(number),
            "phrase",
            documents.phrase(number),
            "typo",
            documents.typo(number),
            "to",
            to,
            "topic",
            topic,
            "me",
            person);
    String parameters =
        "$q: String, $phrase: String, $typo: String, $to: Vector(%d), $topic: I32, $me: String"
            .formatted(to.size());
    String end = " return { $d.slug } ";
    String words = "bm25($d.body, $q)";
    String near = "nearest($d.meaning, $to)";
    String of = "$p: Person { name: $me }  $p wrote $d";
    List<Sought> sought = new ArrayList<>();
    for (String[] kind :
        new String[][] {
          {"bm25", "match { $d: Doc }" + end + "order { " + words + " desc } limit 10"},
          {"phrase", "match { $d: Doc  match_text($d.body, $phrase) }" + end + "limit 10"},
          {"fuzzy", "match { $d: Doc  fuzzy($d.body, $typo, 1) }" + end + "limit 10"},
          {"nearest", "match { $d: Doc }" + end + "order { " + near + " } limit 10"},
          {
            "nearest of 1%",
            "match { $d: Doc { topic: $topic } }" + end + "order { " + near + " } limit 10"
          },
          {
            "hybrid",
            "match { $d: Doc }" + end + "order { rrf(" + near + ", " + words + ") desc } limit 10"
          },
          {
            "hybrid behind one hop",
            "match { "
                + of
                + " }"
                + end
                + "order { rrf("
                + near
                + ", "
                + words
                + ") desc } limit 10"
          }
        }) {
      IntPredicate among =
          switch (kind[0]) {
            case "nearest" -> i -> true;
            case "nearest of 1%" -> i -> Documents.topic(i) == topic;
            default -> i -> false;
          };
      sought.add(
          new Sought(kind[0], new Question(kind[0], parameters, kind[1], all), vector, among));
    }
    return sought;
  }

  private void ask(int queries, boolean steps) {
    head("omnigraph");
    for (int kind = 0; kind < sought(0).size(); kind++) {
      Totals totals = new Totals();
      String name = "";
      for (int number = 0; number < queries; number++) {
        Sought sought = sought(number).get(kind);
        name = sought.name();
        runner.cold(sought.question());
        Measurement cold = runner.cold(sought.question());
        Measurement warm = runner.warm(sought.question());
        totals.add(cold, warm, recall(sought, slugs(cold)));
        if (steps && number == 0) {
          cold.answer().report().steps().forEach(step -> Benchmark.print(out, step));
        }
      }
      print(name, totals);
    }
  }

  private void ask(int queries, LanceDb peer, Place place) {
    head("LanceDB " + peer.version());
    for (int kind = 0; kind < sought(0).size(); kind++) {
      String name = sought(0).get(kind).name();
      if (!peer.has(name)) {
        continue;
      }
      Totals totals = new Totals();
      for (int number = 0; number < queries; number++) {
        Sought sought = sought(number).get(kind);
        LanceDb.Answer cold = peer.ask(sought, true, place);
        LanceDb.Answer warm = peer.ask(sought, false, place);
        totals.add(cold, warm, recall(sought, Set.copyOf(cold.slugs())));
      }
      print(name, totals);
    }
  }

  static Set<String> slugs(Measurement measurement) {
    Set<String> slugs = new HashSet<>();
    measurement.answer().rows().forEach(row -> slugs.add(String.valueOf(row.getFirst())));
    return slugs;
  }

  /** How many of the ten nearest were found; negative where none are sought. */
  double recall(Sought sought, Set<String> found) {
    List<Integer> among =
        IntStream.range(0, documents.count()).filter(sought.among()).boxed().toList();
    if (among.isEmpty()) {
      return -1;
    }
    List<String> nearest =
        among.parallelStream()
            .map(i -> Map.entry(i, cosine(sought.near(), documents.vector(i))))
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
            .limit(TEN)
            .map(entry -> Documents.slug(entry.getKey()))
            .toList();
    return nearest.stream().filter(found::contains).count() / (double) nearest.size();
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      square += (double) b[i] * b[i];
    }
    return product / Math.sqrt(square);
  }

  private void head(String who) {
    out.printf(
        "%n| %s | cold, ms | requests | in a row | MB | warm, ms | requests | in a row | recall |%n",
        who);
    out.println("|---|---|---|---|---|---|---|---|---|");
  }

  private void print(String name, Totals totals) {
    out.printf("| %s | %s |%n", name, totals);
  }

  /** The medians, and of requests the most, of several questions of a kind. */
  private static final class Totals {
    private final List<Long> cold = new ArrayList<>();
    private final List<Long> warm = new ArrayList<>();
    private int requests;
    private int sequential;
    private long bytes;
    private int warmRequests;
    private int warmSequential;
    private final List<Double> recall = new ArrayList<>();

    void add(Measurement first, Measurement later, double found) {
      add(first.time(), first.requests(), first.sequential(), first.bytes(), found);
      addWarm(later.time(), later.requests(), later.sequential());
    }

    void add(LanceDb.Answer first, LanceDb.Answer later, double found) {
      add(first.time(), first.requests(), first.sequential(), first.bytes(), found);
      addWarm(later.time(), later.requests(), later.sequential());
    }

    private void add(Duration time, int all, int inARow, long read, double found) {
      cold.add(time.toMillis());
      requests = Math.max(requests, all);
      sequential = Math.max(sequential, inARow);
      bytes = Math.max(bytes, read);
      if (found >= 0) {
        recall.add(found);
      }
    }

    private void addWarm(Duration time, int all, int inARow) {
      warm.add(time.toMillis());
      warmRequests = Math.max(warmRequests, all);
      warmSequential = Math.max(warmSequential, inARow);
    }

    private static long median(List<Long> values) {
      return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }

    @Override
    public String toString() {
      return "%d | %d | %d | %.1f | %d | %d | %d | %s"
          .formatted(
              median(cold),
              requests,
              sequential,
              bytes / 1e6,
              median(warm),
              warmRequests,
              warmSequential,
              recall.isEmpty()
                  ? ""
                  : "%.3f"
                      .formatted(
                          recall.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    }
  }
}

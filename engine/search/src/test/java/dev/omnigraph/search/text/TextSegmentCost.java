package dev.omnigraph.search.text;

import com.sun.management.ThreadMXBean;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.schema.TextAnalysis;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a segment of generated texts takes, and queries of it, by hand: {@code main [texts] [words
 * of each]}. Words are of a vocabulary of 200,000, the frequent ones most; one in ten texts has a
 * word of its own, and half of them have two that are queried.
 */
final class TextSegmentCost {
  private static final int WORDS = 200_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Random random = new Random(1);
  private final String[] words =
      IntStream.range(0, WORDS).mapToObj(i -> word()).toArray(String[]::new);

  private final int wordsOfEach;

  private TextSegmentCost(int wordsOfEach) {
    this.wordsOfEach = wordsOfEach;
  }

  public static void main(String[] args) {
    new TextSegmentCost(args.length > 1 ? Integer.parseInt(args[1]) : 130)
        .run(args.length > 0 ? Integer.parseInt(args[0]) : 100_000);
  }

  private void run(int texts) {
    TextAnalyzer analyzer = TextAnalyzer.of(TextAnalysis.DEFAULT);
    long characters = 0;
    long start = System.nanoTime();
    TextWorld.Stored stored;
    try (TextSegmentWriter writer =
        new TextSegmentWriter(
            analyzer,
            List.of(new CoveredFile("file-0", texts, "")),
            TextWorld.MEMORY,
            TextWorld.MOST)) {
      for (int i = 0; i < texts; i++) {
        String text = text(i);
        characters += text.length();
        writer.add(i, text);
      }
      print("%,d texts of %,d characters added: %,d ms", texts, characters, since(start));
      stored = TextWorld.store(writer.finish());
    }
    print(
        "finished: %,d ms, %,d bytes, index %,d, peak heap %,d MB",
        since(start), stored.bytes.length, stored.ref.indexBytes(), peak() >> 20);
    TextWorld world = new TextWorld(TextAnalysis.DEFAULT);
    world.append(Arrays.asList(new String[texts]));
    TextIndex index = world.index(List.of(stored));
    for (String query :
        List.of(words[3], "frequent common", "frequent " + words[50] + " " + words[4000])) {
      query(stored, "bm25", () -> index.score(TextQuery.any(analyzer, query)));
      query(stored, "search", () -> index.find(TextQuery.any(analyzer, query)));
      query(stored, "phrase", () -> index.find(TextQuery.phrase(analyzer, query)));
      query(stored, "fuzzy", () -> index.find(TextQuery.fuzzy(analyzer, query, 1)));
    }
  }

  private interface Query {
    Hits run();
  }

  private static void query(TextWorld.Stored stored, String name, Query query) {
    stored.requests.clear();
    long start = System.nanoTime();
    int hits = query.run().addresses().length;
    long first = since(start);
    int requests = stored.requests.size();
    long bytes = stored.requests.stream().mapToLong(request -> request[1]).sum();
    long best = Long.MAX_VALUE;
    long allocated = 0;
    for (int i = 0; i < 5; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      long again = System.nanoTime();
      var _ = query.run();
      best = Math.min(best, since(again));
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    print(
        "%s: %,d hits, first %d ms with %d requests of %,d bytes, warm %d ms, %,d bytes allocated",
        name, hits, first, requests, bytes, best, allocated);
  }

  private String text(int number) {
    String common =
        IntStream.range(0, wordsOfEach)
            .mapToObj(i -> words[(int) (WORDS * Math.pow(random.nextDouble(), 4))])
            .collect(Collectors.joining(" "));
    String own = number % 10 == 0 ? " own" + number : "";
    return (random.nextBoolean() ? "a frequent common word " : "") + common + own;
  }

  private String word() {
    return random
        .ints(3 + random.nextInt(9), 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}

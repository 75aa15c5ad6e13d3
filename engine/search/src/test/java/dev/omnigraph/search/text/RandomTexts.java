package dev.omnigraph.search.text;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts at random, of few words so that they have much in common. */
final class RandomTexts {
  private static final List<String> WORDS =
      List.of(
          "graph",
          "graphs",
          "Graphen",
          "garph",
          "search",
          "searching",
          "vector",
          "the",
          "of",
          "and",
          "Café",
          "cafe",
          "naïve",
          "straße",
          "über",
          "東京",
          "データ",
          "กรุงเทพ",
          "हिन्दी",
          "🙂",
          "e\u0301te",
          "l'avion",
          "O'Neil's",
          "x",
          "42",
          "3.14",
          "a_b",
          "ΟΔΟΣ",
          "İstanbul",
          "𝒳𝒴",
          "don't");

  private final Random random;

  RandomTexts(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** A text; sometimes empty, without words or very long. */
  String next() {
    return switch (random.nextInt(40)) {
      case 0 -> "";
      case 1 -> " -- \n … ";
      case 2 -> "x".repeat(200 + random.nextInt(400));
      case 3 -> words(500);
      default -> words(1 + random.nextInt(30));
    };
  }

  String words(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS.get((int) (WORDS.size() * Math.pow(random.nextDouble(), 2))))
        .collect(Collectors.joining(random.nextInt(5) == 0 ? ", " : " "));
  }
}

package dev.omnigraph.maintain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents of few words, as lines of a load and as parts of queries. */
final class RandomDocs {
  static final int SLUGS = 120;

  private static final List<String> WORDS =
      List.of(
          "red", "Fish", "birds", "flying", "über", "a", "the", "sea", "Seas", "blue", "x1",
          "zebra", "zebras", "東京", "and");

  private final Random random;

  RandomDocs(Random random) {
    this.random = random;
  }

  /** Some in a row, and what each cites of them. */
  String[] lines(SearchForm form, int from, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          "{\"type\":\"Doc\",\"data\":{\"slug\":\"%s\",\"kind\":\"%s\",\"title\":\"%s\",\"%s\":%s,\"at\":%s%s}}"
              .formatted(
                  slug((from + i) % SLUGS),
                  kind(),
                  words(random.nextInt(3)),
                  form.body(),
                  text(),
                  vector(),
                  form.tagged() ? ",\"tag\":\"" + words(1) + "\"" : ""));
    }
    for (int i = 1; i < count; i++) {
      lines.add(
          "{\"edge\":\"Cites\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"note\":%s}}"
              .formatted(
                  slug((from + i) % SLUGS), slug((from + random.nextInt(i)) % SLUGS), text()));
    }
    return lines.toArray(String[]::new);
  }

  /** A few of them, or one, or many. */
  String where() {
    int first = random.nextInt(SLUGS);
    int most = random.nextInt(4) == 0 ? 40 : 6;
    return "slug >= \"%s\" and slug < \"%s\" and kind = \"%s\""
        .formatted(slug(first), slug(first + 1 + random.nextInt(most)), kind());
  }

  /** As a literal. */
  String text() {
    return switch (random.nextInt(12)) {
      case 0 -> "null";
      case 1 -> "\"\"";
      case 2 -> "\"" + words(300) + "\"";
      default -> "\"" + words(1 + random.nextInt(8)) + "\"";
    };
  }

  String words(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
        .collect(Collectors.joining(random.nextInt(5) == 0 ? ", " : " "));
  }

  /** As a literal. */
  String vector() {
    return switch (random.nextInt(12)) {
      case 0 -> "null";
      case 1 -> "[0, 0]";
      default -> "[" + (random.nextFloat() - 0.5f) + ", " + (random.nextFloat() - 0.5f) + "]";
    };
  }

  private String kind() {
    return random.nextBoolean() ? "a" : "b";
  }

  static String slug(int number) {
    return "d%03d".formatted(number);
  }
}

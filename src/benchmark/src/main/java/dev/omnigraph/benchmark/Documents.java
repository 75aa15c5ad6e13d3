package dev.omnigraph.benchmark;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Documents that people wrote: each a text of about a kilobyte, of words that are as frequent as
 * those of a language (Zipf), and a vector near one of some hundred centres. The same seed gives
 * the same ones.
 */
public final class Documents {
  private static final int WORDS = 60_000;
  private static final int TEXT_WORDS = 150;
  private static final int CENTRES = 300;
  private static final int CHUNK = 1_000;

  /** One document in so many has each topic. */
  private static final int TOPICS = 100;

  private final int count;
  private final int dimension;
  private final long seed;
  private final float[][] centres;
  private final double[] shares = new double[WORDS];

  public Documents(int count, int dimension, long seed) {
    this.count = count;
    this.dimension = dimension;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    this.centres = new float[CENTRES][];
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = spread(new float[dimension], 1, random);
    }
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += 1.0 / (i + 3);
      shares[i] = sum;
    }
  }

  String schema() {
    return """
        node Person { name: String @key }
        node Doc {
          slug: String @key
          topic: I32 @index
          body: String @index
          meaning: Vector(%d)? @index
        }
        edge Wrote: Person -> Doc
        """
        .formatted(dimension);
  }

  int count() {
    return count;
  }

  int people() {
    return Math.max(1, count / 20);
  }

  static String person(int number) {
    return "person%07d".formatted(number);
  }

  static String slug(int number) {
    return "doc%08d".formatted(number);
  }

  static int topic(int document) {
    return document % TOPICS;
  }

  /** Who wrote a document. */
  int author(int document) {
    return (int) (document * 7919L % people());
  }

  /** The vector of a document. */
  float[] vector(int document) {
    SplittableRandom random = new SplittableRandom(seed * 31 + document);
    return spread(centres[random.nextInt(CENTRES)].clone(), 0.6, random);
  }

  /** A vector such as documents have. */
  float[] sought(int number) {
    return vector(-1 - number);
  }

  /** Words that some documents have: a frequent one and rarer ones. */
  String words(int number) {
    SplittableRandom random = new SplittableRandom(seed * 17 + number);
    return word(20 + random.nextInt(200))
        + " "
        + word(500 + random.nextInt(3_000))
        + " "
        + word(5_000 + random.nextInt(20_000));
  }

  /** Two words that stand one after the other in a document. */
  String phrase(int number) {
    String[] words = body(number * 37 % count).split(" ");
    return words[number % 100] + " " + words[number % 100 + 1];
  }

  /** A word of a document with a letter changed. */
  String typo(int number) {
    String word = word(2_000 + number * 13);
    return word.substring(0, 4) + "x" + word.substring(5);
  }

  String body(int document) {
    SplittableRandom random = new SplittableRandom(seed * 13 + document);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < TEXT_WORDS; i++) {
      double at = random.nextDouble() * shares[WORDS - 1];
      int rank = java.util.Arrays.binarySearch(shares, at);
      text.append(i == 0 ? "" : " ").append(word(rank < 0 ? -rank - 1 : rank));
    }
    return text.toString();
  }

  /** A word without a stem that others share. */
  private static String word(int rank) {
    StringBuilder word = new StringBuilder();
    long rest = rank * 2_654_435_761L % 1_000_003 + 11;
    for (int i = 0; i < 3; i++) {
      word.append("bcdfgkmprtvz".charAt((int) (rest % 12)));
      word.append("aou".charAt((int) (rest / 12 % 3)));
      rest /= 36;
    }
    return word.append(rank % 97).append('k').toString();
  }

  /** The lines of a load. */
  InputStream lines() {
    return new SequenceInputStream(
        new Enumeration<>() {
          private int next = -1;

          @Override
          public boolean hasMoreElements() {
            return next < count;
          }

          @Override
          public InputStream nextElement() {
            int from = next;
            next = from < 0 ? 0 : from + CHUNK;
            String lines =
                from < 0
                    ? all(
                        0,
                        people(),
                        Documents::person,
                        "{\"type\":\"Person\",\"data\":{\"name\":\"%s\"}}")
                    : documents(from, Math.min(count, from + CHUNK));
            return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private static String all(
      int from, int end, java.util.function.IntFunction<String> name, String line) {
    StringBuilder lines = new StringBuilder();
    IntStream.range(from, end)
        .forEach(i -> lines.append(line.formatted(name.apply(i))).append('\n'));
    return lines.toString();
  }

  private String documents(int from, int end) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < end; i++) {
      lines
          .append("{\"type\":\"Doc\",\"data\":{\"slug\":\"")
          .append(slug(i))
          .append("\",\"topic\":")
          .append(topic(i))
          .append(",\"body\":\"")
          .append(body(i))
          .append("\",\"meaning\":[");
      float[] vector = vector(i);
      for (int j = 0; j < vector.length; j++) {
        lines.append(j == 0 ? "" : ",").append(vector[j]);
      }
      lines
          .append("]}}\n{\"edge\":\"Wrote\",\"from\":\"")
          .append(person(author(i)))
          .append("\",\"to\":\"")
          .append(slug(i))
          .append("\"}\n");
    }
    return lines.toString();
  }

  private static float[] spread(float[] vector, double by, SplittableRandom random) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (by * (random.nextDouble() + random.nextDouble() - 1));
      vector[i] = Math.round(vector[i] * 10_000) / 10_000f;
    }
    return vector;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d documents by %,d people, vectors of %d", count, people(), dimension);
  }
}

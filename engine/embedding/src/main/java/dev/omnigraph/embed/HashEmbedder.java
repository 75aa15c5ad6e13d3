package dev.omnigraph.embed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An embedder without a model: each word of a text, and each run of three characters of a word,
 * adds to a few numbers of the vector that its hash chooses. Texts that share words or parts of
 * words are near each other, and that is all: it knows no meaning, so "car" and "automobile" have
 * nothing in common. It needs no network, costs nothing, and gives the same vector everywhere and
 * for all time, which is what tests and first tries need.
 */
public final class HashEmbedder implements Embedder {
  public static final String MODEL = "local/hash";

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final int GRAM = 3;

  /** Numbers that a feature adds to; more than one, so that two that collide in one differ. */
  private static final int PLACES = 4;

  @Override
  public String model() {
    return MODEL;
  }

  @Override
  public List<float[]> embed(List<String> texts, int dimension) {
    return texts.stream().map(Vectors::requireText).map(text -> vector(text, dimension)).toList();
  }

  private static float[] vector(String text, int dimension) {
    double[] sums = new double[dimension];
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      addWord(words.group(), sums);
    }
    float[] vector = Vectors.unit(sums);
    if (vector == null) {
      // Signs alone, or what took each other away.
      add(0, text.codePoints().toArray(), 1, sums);
      sums[0] += 1e-3;
      vector = Vectors.unit(sums);
    }
    return Objects.requireNonNull(vector);
  }

  private static void addWord(String word, double[] sums) {
    add(1, word.codePoints().toArray(), 1, sums);
    int[] edged = (" " + word + " ").codePoints().toArray();
    int grams = edged.length - GRAM + 1;
    // All parts of a word together weigh as much as the word.
    double weight = 1 / Math.sqrt(grams);
    for (int at = 0; at < grams; at++) {
      add(2, Arrays.copyOfRange(edged, at, at + GRAM), weight, sums);
    }
  }

  /**
   * @param kind of feature: a word is another one than a part that is spelled like it
   */
  private static void add(int kind, int[] codePoints, double weight, double[] sums) {
    long hash = mix(kind);
    for (int codePoint : codePoints) {
      hash = mix(hash ^ codePoint);
    }
    for (int place = 0; place < PLACES; place++) {
      hash = mix(hash + place);
      int index = (int) Long.remainderUnsigned(hash >>> 1, sums.length);
      sums[index] += (hash & 1) == 0 ? weight : -weight;
    }
  }

  /** A step of SplitMix64, whose output has every bit depend on every bit of its input. */
  private static long mix(long value) {
    long z = value + 0x9e37_79b9_7f4a_7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public void close() {}
}

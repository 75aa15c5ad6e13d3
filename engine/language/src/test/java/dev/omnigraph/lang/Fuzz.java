package dev.omnigraph.lang;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Makes inputs: right ones from a grammar, and those damaged. More by hand: {@code
 * -Dfuzz.inputs=1000000}; again with {@code -Dfuzz.seed=…} as printed.
 */
public final class Fuzz {
  private static final int DEFAULT_INPUTS = 3_000;

  private final String name;
  private final LongFunction<String> grammar;
  private final List<String> words;
  private final long seed;
  private long inputs;
  private long accepted;
  private long findings;

  /**
   * @param grammar makes a right input
   * @param words that damage puts in
   */
  public Fuzz(String name, LongFunction<String> grammar, List<String> words) {
    this.name = name;
    this.grammar = grammar;
    this.words = words;
    this.seed = Long.getLong("fuzz.seed", System.nanoTime());
  }

  /**
   * @param attempt gives the number of findings, zero when the input is accepted; throws when it
   *     should have done neither
   */
  public void run(Function<String, Integer> attempt) {
    long wanted = Long.getLong("fuzz.inputs", DEFAULT_INPUTS);
    Random random = new Random(seed);
    while (inputs < wanted) {
      String input = input(random);
      try {
        int found = attempt.apply(input);
        findings += found;
        accepted += found == 0 ? 1 : 0;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "-Dfuzz.seed=%d, input %d of %s:%n%s".formatted(seed, inputs, name, input), e);
      }
      inputs++;
    }
    System.out.printf(
        "fuzz %s: seed %d, %,d inputs, %,d accepted, %,d findings%n",
        name, seed, inputs, accepted, findings);
  }

  public long inputs() {
    return inputs;
  }

  public long accepted() {
    return accepted;
  }

  private String input(Random random) {
    String right = grammar.apply(random.nextLong());
    return switch (random.nextInt(8)) {
      case 0 -> right;
      case 1 -> splice(right, grammar.apply(random.nextLong()), random);
      case 2 -> repeat(right, random);
      case 3 -> words(random);
      default -> damage(right, random);
    };
  }

  private static String splice(String a, String b, Random random) {
    return a.substring(0, random.nextInt(a.length() + 1))
        + b.substring(random.nextInt(b.length() + 1));
  }

  /** Something short many times over, which nests or lengthens what is around it. */
  private static String repeat(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(12));
    int times = random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(100);
    return text.substring(0, to) + text.substring(from, to).repeat(times) + text.substring(to);
  }

  private String words(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      out.append(word(random)).append(random.nextInt(4) == 0 ? "" : " ");
    }
    return out.toString();
  }

  private String word(Random random) {
    return words.get(random.nextInt(words.size()));
  }

  private String damage(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(out.length() + 1);
      int to = Math.min(out.length(), at + 1 + random.nextInt(10));
      switch (random.nextInt(6)) {
        case 0 -> out.delete(at, to);
        case 1 -> out.insert(at, out.substring(at, to));
        case 2 -> out.insert(at, " " + word(random) + " ");
        case 3 -> out.replace(at, to, word(random));
        case 4 -> out.setLength(random.nextInt(10) == 0 ? at : out.length());
        default -> out.insert(at, character(random));
      }
    }
    return out.toString();
  }

  private static char character(Random random) {
    return (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(128));
  }
}

package dev.omnigraph.lang;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guesses what a misspelt name was meant to be. */
public final class Suggestions {
  private static final int MAX_LISTED = 12;
  private static final int MAX_LENGTH = 100;

  private Suggestions() {}

  /** The candidate that is a typing mistake or two away, if there is one. */
  public static Optional<String> closest(String word, Collection<String> candidates) {
    int allowed = word.length() < 2 ? 0 : Math.max(1, word.length() / 3);
    record Scored(String candidate, int distance) {}
    return candidates.stream()
        .distinct()
        .filter(c -> c.length() <= MAX_LENGTH && Math.abs(c.length() - word.length()) <= allowed)
        .map(c -> new Scored(c, distance(lower(word), lower(c))))
        .filter(s -> s.distance() <= allowed)
        .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
        .map(Scored::candidate);
  }

  /**
   * A sentence of help: the closest candidate, or else all of them when they are few.
   *
   * @param what the plural of what the candidates are, as in "properties of `Person`"
   */
  public static @Nullable String help(String word, Collection<String> candidates, String what) {
    Optional<String> closest = closest(word, candidates);
    if (closest.isPresent()) {
      return "Did you mean `%s`?".formatted(closest.get());
    }
    List<String> sorted = candidates.stream().distinct().sorted().toList();
    if (sorted.isEmpty() || sorted.size() > MAX_LISTED) {
      return null;
    }
    return "The %s: %s.".formatted(what, quoted(sorted));
  }

  /** {@code `a`, `b`, `c`}. */
  public static String quoted(Collection<String> names) {
    return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
  }

  private static String lower(String s) {
    return s.toLowerCase(Locale.ROOT);
  }

  /** Optimal string alignment: insertions, deletions, substitutions, neighbours swapped. */
  static int distance(String a, String b) {
    int[] older = new int[b.length() + 1];
    int[] old = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      old[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = old[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, Math.min(old[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], older[j - 2] + 1);
        }
      }
      older = old;
      old = row;
    }
    return old[b.length()];
  }
}

package dev.omnigraph.schema;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.omnigraph.value.ValueException;

/**
 * The regular expression of a {@code @check}, in RE2's syntax: no back references and look-around,
 * and in return every text is matched in time linear in its length.
 */
public final class CheckPattern {
  /** Repetitions are compiled by copying; nested ones multiply. */
  private static final long MAX_COPIES = 100_000;

  private static final Pattern REPETITION =
      Pattern.compile("(\\))?\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

  private final Pattern pattern;

  private CheckPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws ValueException {@code check_pattern} with the reason
   */
  public static CheckPattern compile(String pattern) {
    if (copies(pattern) > MAX_COPIES) {
      throw new ValueException(
          SchemaError.CHECK_PATTERN,
          "not a regular expression that can be used: it repeats too much");
    }
    try {
      return new CheckPattern(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new ValueException(
          SchemaError.CHECK_PATTERN, "not a regular expression: " + e.getDescription());
    }
  }

  private static long copies(String pattern) {
    long ofGroups = 1;
    long single = 1;
    Matcher matcher = REPETITION.matcher(pattern);
    while (matcher.find()) {
      String last = matcher.group(3);
      boolean bounded = last != null && !last.isEmpty();
      long count = Long.parseLong(bounded ? last : matcher.group(2));
      if (matcher.group(1) == null) {
        single = Math.max(single, count);
      } else {
        ofGroups = Math.min(MAX_COPIES + 1, ofGroups * Math.max(1, count));
      }
    }
    return ofGroups * single;
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return pattern.matches(text);
  }
}

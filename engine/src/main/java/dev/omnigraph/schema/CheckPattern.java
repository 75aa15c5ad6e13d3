package dev.omnigraph.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * The regular expression of a {@code @check}, in RE2's syntax: no back references and look-around,
 * and in return every text is matched in time linear in its length.
 */
public final class CheckPattern {
  private final Pattern pattern;

  private CheckPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws ValueException {@code check_pattern} with the reason
   */
  public static CheckPattern compile(String pattern) {
    try {
      return new CheckPattern(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new ValueException("check_pattern", "not a regular expression: " + e.getDescription());
    }
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return pattern.matches(text);
  }
}

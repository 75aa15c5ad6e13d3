package dev.omnigraph.access;

import java.util.ArrayList;
import java.util.List;

/**
 * A word, string or symbol of a policy, as far as it must be known to find where policies end.
 *
 * @param start offset in the text, in chars
 */
record PolicyToken(String text, int start) {

  /** All of a text, without white space and comments; a string that is not closed is the rest. */
  static List<PolicyToken> all(String text) {
    List<PolicyToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = endOf(text, at);
      if (!Character.isWhitespace(text.charAt(at)) && !text.startsWith("//", at)) {
        tokens.add(new PolicyToken(text.substring(at, end), at));
      }
      at = end;
    }
    return tokens;
  }

  private static int endOf(String text, int start) {
    char first = text.charAt(start);
    int end = start + 1;
    if (text.startsWith("//", start)) {
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
    } else if (first == '"') {
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      end = Math.min(text.length(), end + 1);
    } else if (isOfWord(first)) {
      while (end < text.length() && isOfWord(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static boolean isOfWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  int end() {
    return start + text.length();
  }

  boolean is(String word) {
    return text.equals(word);
  }

  /** 1 for an opening bracket, -1 for a closing one. */
  int opens() {
    return switch (text) {
      case "(", "[", "{" -> 1;
      case ")", "]", "}" -> -1;
      default -> 0;
    };
  }
}

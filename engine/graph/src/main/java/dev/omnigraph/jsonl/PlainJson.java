package dev.omnigraph.jsonl;

import dev.omnigraph.table.Utf8;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of JSON as it is nearly always written: texts without escapes, numbers of usual size.
 * What it takes is JSON and means the same to every other parser; what else may be JSON it refuses,
 * and then stands anywhere. Positions are in the bytes that it was made for.
 */
final class PlainJson {
  /** Digits that a long has for sure, and more characters than a decimal needs. */
  private static final int INTEGER_DIGITS = 18;

  private static final int DECIMAL_LENGTH = 40;
  private static final int EXPONENT_DIGITS = 3;
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private int at;
  private int end;
  private int textStart;
  private int textLength;

  PlainJson(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Begins a value; the bytes from the end on are not looked at. */
  void begin(int start, int end) {
    this.at = start;
    this.end = end;
  }

  int position() {
    return at;
  }

  /** Takes the next byte that is not blank, from 0 to 255; -1 at the end. */
  int next() {
    while (at < end) {
      byte b = bytes[at++];
      if (b != ' ' && b != '\t' && b != '\r') {
        return b & 0xFF;
      }
    }
    return -1;
  }

  /** Takes these bytes, if they follow and without blanks; or else nothing. */
  boolean takes(byte[] expected) {
    int start = at;
    if (end - start < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (bytes[start + i] != expected[i]) {
        return false;
      }
    }
    at = start + expected.length;
    return true;
  }

  /** Takes a text after its opening quote. */
  boolean text() {
    // Fields would be stored at every byte.
    byte[] all = bytes;
    int last = end;
    int start = at;
    int every = 0;
    for (int i = start; i < last; i++) {
      byte b = all[i];
      if (b == '"') {
        textStart = start;
        textLength = i - start;
        at = i + 1;
        return every >= 0 || string().indexOf(REPLACEMENT) < 0;
      }
      if (b == '\\' || (b >= 0 && b < ' ')) {
        return false;
      }
      every |= b;
    }
    return false;
  }

  /** The text taken last. */
  Utf8 utf8() {
    return new Utf8(bytes, textStart, textLength);
  }

  /** The text taken last. */
  String string() {
    return new String(bytes, textStart, textLength, StandardCharsets.UTF_8);
  }

  /** Whether it is the text taken last. */
  boolean isText(byte[] other) {
    if (other.length != textLength) {
      return false;
    }
    for (int i = 0; i < other.length; i++) {
      if (bytes[textStart + i] != other[i]) {
        return false;
      }
    }
    return true;
  }

  /** Takes the rest of a word whose first byte was taken. */
  boolean rest(String word) {
    for (int i = 1; i < word.length(); i++) {
      if (at >= end || bytes[at++] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Takes an object after its opening brace, and looks no closer than to find its end. */
  boolean skipObject() {
    int depth = 1;
    while (at < end && depth > 0) {
      switch (bytes[at++]) {
        case '"' -> {
          if (!text()) {
            return false;
          }
        }
        case '{' -> depth++;
        case '}' -> depth--;
        case '\n' -> {
          return false;
        }
        default -> {}
      }
    }
    return depth == 0;
  }

  /**
   * Takes a number whose first byte was taken.
   *
   * @return an Integer, a Long or a BigDecimal, as the number needs, or the Double -0.0; null when
   *     it is not plain
   */
  @Nullable Number number() {
    int start = at - 1;
    boolean negative = bytes[start] == '-';
    int first = negative ? at : start;
    at = first;
    int digits = digits();
    if (digits == 0 || digits > INTEGER_DIGITS || (digits > 1 && bytes[first] == '0')) {
      return null;
    }
    if (at < end && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E')) {
      return decimal(start);
    }
    long value = 0;
    for (int i = first; i < at; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    value = negative ? -value : value;
    if (value == (int) value) {
      return (int) value;
    }
    return value;
  }

  private @Nullable Number decimal(int start) {
    if (bytes[at] == '.') {
      at++;
      if (digits() == 0) {
        return null;
      }
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
        at++;
      }
      int digits = digits();
      if (digits == 0 || digits > EXPONENT_DIGITS) {
        return null;
      }
    }
    if (at - start > DECIMAL_LENGTH) {
      return null;
    }
    BigDecimal decimal =
        new BigDecimal(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
    if (bytes[start] == '-' && decimal.signum() == 0) {
      return -0.0;
    }
    return decimal;
  }

  private int digits() {
    int i = at;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    int digits = i - at;
    at = i;
    return digits;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

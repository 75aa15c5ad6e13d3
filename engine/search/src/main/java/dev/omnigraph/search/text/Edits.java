package dev.omnigraph.search.text;

/**
 * Words within some edits of one word: an edit adds, drops or changes a code point, or exchanges
 * two neighbours, and no part of the word is edited twice (optimal string alignment).
 *
 * <p>Other words are followed a code point at a time, and it can be gone back to any point: of what
 * two of them begin with, it is found out once. Of one thread at a time.
 */
final class Edits {
  /** More would find most short words. */
  static final int MOST = 2;

  private final int[] word;
  private final int most;

  /** Lengths of beginnings of the word that are near enough to that of the other. */
  private final int width;

  /**
   * By beginning of the other word, {@link #width} numbers: how many edits it is away from those
   * beginnings of the word that are at most {@link #most} shorter or longer.
   */
  private final int[] cells;

  /** The code points of the other word so far. */
  private final int[] other;

  private int size;

  Edits(String word, int most) {
    this.word = word.codePoints().toArray();
    this.most = most;
    this.width = 2 * most + 1;
    this.other = new int[this.word.length + most];
    this.cells = new int[(other.length + 1) * width];
    for (int i = 0; i < width; i++) {
      int length = i - most;
      cells[i] = length < 0 || length > this.word.length ? most + 1 : length;
    }
  }

  /** As many as a word of that length may have where nobody says how many. */
  static int byDefault(String word) {
    int length = word.codePointCount(0, word.length());
    return length <= 2 ? 0 : length <= 5 ? 1 : MOST;
  }

  /** Whether a whole word is near enough. */
  boolean reaches(String text) {
    size = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(other[size - 1])) {
      if (!next(text.codePointAt(at))) {
        return false;
      }
    }
    return isNear();
  }

  /** How many code points have come. */
  int size() {
    return size;
  }

  /** Goes back to the first code points. */
  void back(int to) {
    size = to;
  }

  /** Goes on by a code point; false, without going on, if no word that begins so is near enough. */
  boolean next(int point) {
    if (!mayGoOn(point)) {
      return false;
    }
    other[size++] = point;
    return true;
  }

  /** Whether the word that has come is near enough. */
  boolean isNear() {
    int at = word.length - size + most;
    return at >= 0 && at < width && cells[size * width + at] <= most;
  }

  /** Whether it can go on by any code point after one and before another. */
  boolean mayGoOnBetween(int low, int high) {
    if (high - low <= 1) {
      return false;
    }
    // One that the word does not have stands for all of these; there may be none, and it is a word
    // too many then.
    boolean found = mayGoOn(-1);
    for (int i = Math.max(0, size - most); !found && i < word.length && i <= size + most; i++) {
      found = word[i] > low && word[i] < high && mayGoOn(word[i]);
    }
    return found;
  }

  /** Computes the numbers after one more code point; false if all are too large. */
  private boolean mayGoOn(int point) {
    int length = size + 1;
    if (length > other.length) {
      return false;
    }
    int row = length * width;
    int before = row - width;
    int twoBefore = before - width;
    int least = most + 1;
    for (int i = 0; i < width; i++) {
      int of = length - most + i;
      int edits = most + 1;
      if (of == 0) {
        edits = Math.min(edits, length);
      } else if (of > 0 && of <= word.length) {
        edits = Math.min(edits, cells[before + i] + (word[of - 1] == point ? 0 : 1));
        if (i + 1 < width) {
          edits = Math.min(edits, cells[before + i + 1] + 1);
        }
        if (i > 0) {
          edits = Math.min(edits, cells[row + i - 1] + 1);
        }
        if (length > 1 && of > 1 && word[of - 2] == point && word[of - 1] == other[length - 2]) {
          edits = Math.min(edits, cells[twoBefore + i] + 1);
        }
      }
      cells[row + i] = edits;
      least = Math.min(least, edits);
    }
    return least <= most;
  }
}

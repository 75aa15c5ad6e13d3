package dev.omnigraph.search.text;

/**
 * Words within some edits of one word: an edit adds, drops or changes a code point, or exchanges
 * two neighbours, and no part of the word is edited twice (optimal string alignment).
 */
final class Edits {
  /** More would find most short words. */
  static final int MOST = 2;

  private final int[] word;
  private final int most;
  private final int[][] rows;

  /** The word that it is held against. */
  private final int[] other;

  Edits(String word, int most) {
    this.word = word.codePoints().toArray();
    this.most = most;
    this.rows = new int[3][this.word.length + 1];
    this.other = new int[this.word.length + most];
  }

  /** As many as a word of that length may have where nobody says how many. */
  static int byDefault(String word) {
    int length = word.codePointCount(0, word.length());
    return length <= 2 ? 0 : length <= 5 ? 1 : MOST;
  }

  /** Of one thread at a time. */
  boolean reaches(String text) {
    int length = text.codePointCount(0, text.length());
    if (Math.abs(length - word.length) > most) {
      return false;
    }
    for (int i = 0, at = 0; i < length; i++) {
      other[i] = text.codePointAt(at);
      at += Character.charCount(other[i]);
    }
    return reaches(length);
  }

  private boolean reaches(int length) {
    int[] twoBefore = rows[0];
    int[] before = rows[1];
    int[] row = rows[2];
    for (int j = 0; j <= word.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= length; i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= word.length; j++) {
        boolean same = other[i - 1] == word[j - 1];
        int edits = Math.min(before[j - 1] + (same ? 0 : 1), Math.min(before[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && other[i - 1] == word[j - 2] && other[i - 2] == word[j - 1]) {
          edits = Math.min(edits, twoBefore[j - 2] + 1);
        }
        row[j] = edits;
        least = Math.min(least, edits);
      }
      if (least > most && i > 1 && leastOf(before) > most) {
        return false;
      }
      int[] free = twoBefore;
      twoBefore = before;
      before = row;
      row = free;
    }
    return before[word.length] <= most;
  }

  private static int leastOf(int[] row) {
    int least = row[0];
    for (int edits : row) {
      least = Math.min(least, edits);
    }
    return least;
  }
}

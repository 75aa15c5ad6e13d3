package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the terms that are near enough to some words among terms in order: what a term has in
 * common with the one before is not looked at again. Of one thread at a time.
 */
final class SimilarTerms implements DictionaryInput.Wanted {
  private final List<Walk> words;

  /**
   * @param words that are not used by anybody else
   */
  SimilarTerms(List<Edits> words) {
    this.words = words.stream().map(Walk::new).toList();
  }

  @Override
  public boolean has(byte[] term, int length, int shared) {
    boolean has = false;
    for (Walk word : words) {
      has |= word.has(term, length, shared);
    }
    return has;
  }

  /**
   * Whether a term may be near enough that is not before one and, if it is given, before another.
   * Terms are looked for anew after it.
   */
  boolean mayBeBetween(byte[] first, byte @Nullable [] next) {
    int[] from = points(first);
    int[] to = next == null ? new int[] {Character.MAX_CODE_POINT + 1} : points(next);
    return words.stream().anyMatch(word -> word.mayBeBetween(from, to));
  }

  private static int[] points(byte[] term) {
    return new String(term, UTF_8).codePoints().toArray();
  }

  /** One word, and how near the term at hand is. */
  private static final class Walk {
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final Edits edits;

    /** Where in the term each code point ends that has come. */
    private int[] ends = new int[16];

    /** After so many bytes of the term it is known to be too far away. */
    private int lost = NOWHERE;

    Walk(Edits edits) {
      this.edits = edits;
    }

    boolean has(byte[] term, int length, int shared) {
      if (shared >= lost) {
        return false;
      }
      lost = NOWHERE;
      int size = edits.size();
      while (ends[size] > shared) {
        size--;
      }
      edits.back(size);
      for (int at = ends[size]; at < length; ) {
        int bytes = Math.min(length - at, bytes(term[at]));
        boolean goesOn = edits.next(point(term, at, bytes));
        at += bytes;
        if (!goesOn) {
          lost = at;
          return false;
        }
        if (edits.size() == ends.length) {
          ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[edits.size()] = at;
      }
      return edits.isNear();
    }

    boolean mayBeBetween(int[] from, int[] to) {
      lost = NOWHERE;
      edits.back(0);
      boolean may = mayBe(from, to, Arrays.mismatch(from, to));
      edits.back(0);
      return may;
    }

    private boolean mayBe(int[] from, int[] to, int shared) {
      for (int i = 0; i < shared; i++) {
        if (!edits.next(from[i])) {
          return false;
        }
      }
      return edits.mayGoOnBetween(shared < from.length ? from[shared] : -1, to[shared])
          || mayBeFrom(from, shared)
          || mayBeBefore(to, shared);
    }

    /** Whether a term may be near enough that begins as the first one for longer than the next. */
    private boolean mayBeFrom(int[] from, int shared) {
      for (int i = shared; i < from.length; i++) {
        if (!edits.next(from[i])) {
          edits.back(shared);
          return false;
        }
        int after = i + 1 < from.length ? from[i + 1] : -1;
        if (edits.mayGoOnBetween(after, Character.MAX_CODE_POINT + 1)) {
          return true;
        }
      }
      boolean isNear = edits.isNear();
      edits.back(shared);
      return isNear;
    }

    /** Whether a term may be near enough that begins as the next one for longer than the first. */
    private boolean mayBeBefore(int[] to, int shared) {
      for (int i = shared; i + 1 < to.length; i++) {
        if (!edits.next(to[i])) {
          return false;
        }
        if (edits.isNear() || edits.mayGoOnBetween(-1, to[i + 1])) {
          return true;
        }
      }
      return false;
    }

    /** Of a code point, by its first byte. */
    private static int bytes(byte first) {
      return first >= 0 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    private static int point(byte[] term, int at, int bytes) {
      if (bytes == 1) {
        return term[at];
      }
      int point = term[at] & 0x7F >> bytes;
      for (int i = 1; i < bytes; i++) {
        point = point << 6 | term[at + i] & 0x3F;
      }
      return point;
    }
  }
}

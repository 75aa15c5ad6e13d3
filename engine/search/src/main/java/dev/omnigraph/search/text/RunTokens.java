package dev.omnigraph.search.text;

import java.util.Arrays;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * Runs of letters, digits and the marks on them, in lower case: each whole, or its pairs of
 * neighbouring code points. Between the pairs of one run and those of the next one position is left
 * out, so that no phrase goes over the gap unless it has one there too.
 */
final class RunTokens implements Tokens {
  private static final int MOST_FOLDED = 4;

  private final boolean fold;
  private final boolean pairs;

  /** The run so far, folded, and where in the text each of its characters comes from. */
  private char[] run = new char[MOST_CHARACTERS + 2 * MOST_FOLDED];

  private final char[] one = new char[2];
  private int[] starts = new int[run.length];
  private int[] ends = new int[run.length];
  private int length;
  private int position;

  RunTokens(boolean fold, boolean pairs) {
    this.fold = fold;
    this.pairs = pairs;
  }

  @Override
  public void analyze(String text, TokenSink sink) {
    length = 0;
    position = 0;
    int next;
    for (int at = 0; at < text.length(); at = next) {
      int point = text.codePointAt(at);
      next = at + Character.charCount(point);
      if (isOfRun(point)) {
        add(Character.toLowerCase(point), at, next);
        if (!pairs && length >= MOST_CHARACTERS) {
          end(sink);
        }
      } else {
        end(sink);
      }
    }
    end(sink);
  }

  private static boolean isOfRun(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> Character.isLetterOrDigit(point);
    };
  }

  private void add(int point, int start, int end) {
    if (run.length - length < 2 * MOST_FOLDED) {
      run = Arrays.copyOf(run, 2 * run.length);
      starts = Arrays.copyOf(starts, run.length);
      ends = Arrays.copyOf(ends, run.length);
    }
    int size = Character.toChars(point, one, 0);
    int before = length;
    if (fold) {
      length = ASCIIFoldingFilter.foldToASCII(one, 0, run, length, size);
    } else {
      System.arraycopy(one, 0, run, length, size);
      length += size;
    }
    Arrays.fill(starts, before, length, start);
    Arrays.fill(ends, before, length, end);
  }

  private void end(TokenSink sink) {
    if (length == 0) {
      return;
    }
    if (pairs) {
      pairs(sink);
    } else {
      sink.accept(new String(run, 0, length), position++, starts[0], ends[length - 1]);
    }
    length = 0;
  }

  private void pairs(TokenSink sink) {
    int first = 0;
    int second = after(first);
    if (second == length) {
      sink.accept(new String(run, 0, length), position++, starts[0], ends[length - 1]);
    }
    while (second < length) {
      int end = after(second);
      sink.accept(new String(run, first, end - first), position++, starts[first], ends[end - 1]);
      first = second;
      second = end;
    }
    position++;
  }

  private int after(int at) {
    return at + Character.charCount(Character.codePointAt(run, at, length));
  }
}

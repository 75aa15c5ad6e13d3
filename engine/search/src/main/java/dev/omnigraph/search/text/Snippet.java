package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a text that has the most of what is looked for: about 200 characters, in which each
 * word that is looked for stands between {@code **}, with {@code …} where the text goes on. Where
 * there is nothing, the beginning of the text.
 */
public final class Snippet {
  private static final int LENGTH = 200;

  /** How far a cut may move to fall between words. */
  private static final int SLACK = 30;

  private static final String MARK = "**";
  private static final String CUT = "…";

  private final String text;
  private final List<Word> words;

  private Snippet(String text, List<Word> words) {
    this.text = text;
    this.words = words;
  }

  /** A word that is looked for. */
  private record Word(String term, int start, int end) {}

  public static String of(TextAnalyzer analyzer, String text, TextQuery query) {
    List<Word> words = new ArrayList<>();
    TextQuery.Marks marks = query.marks();
    analyzer.analyze(
        text,
        (term, position, start, end) -> {
          if (marks.has(term)) {
            words.add(new Word(term, start, end));
          }
        });
    return new Snippet(text, words).text();
  }

  private String text() {
    int first = 0;
    int start = 0;
    int end = 0;
    if (!words.isEmpty()) {
      first = best();
      start = words.get(first).start();
      end = words.get(last(first)).end();
    }
    int room = Math.max(0, LENGTH - (end - start));
    int from = Math.max(0, start - Math.max(room / 2, room - (text.length() - end)));
    int to = Math.min(text.length(), Math.max(end, from + LENGTH));
    from = from == 0 ? 0 : wordStart(from, start);
    to = to == text.length() ? to : wordEnd(to, end);
    return (from > 0 ? CUT : "") + marked(from, to) + (to < text.length() ? CUT : "");
  }

  /** The first word of the window with the most different terms, and then the most words. */
  private int best() {
    Map<String, Integer> within = new HashMap<>();
    int best = 0;
    int mostTerms = 0;
    int mostWords = 0;
    int next = 0;
    for (int first = 0; first < words.size(); first++) {
      int last = last(first);
      for (; next <= last; next++) {
        within.merge(words.get(next).term(), 1, Integer::sum);
      }
      int count = last - first + 1;
      if (within.size() > mostTerms || (within.size() == mostTerms && count > mostWords)) {
        best = first;
        mostTerms = within.size();
        mostWords = count;
      }
      within.computeIfPresent(
          words.get(first).term(), (term, times) -> times == 1 ? null : times - 1);
    }
    return best;
  }

  /** The last word of the window that begins with the word. */
  private int last(int first) {
    int last = first;
    while (last + 1 < words.size()
        && words.get(last + 1).end() - words.get(first).start() <= LENGTH) {
      last++;
    }
    return last;
  }

  private String marked(int from, int to) {
    StringBuilder marked = new StringBuilder();
    int at = from;
    int i = 0;
    while (i < words.size() && words.get(i).end() <= to) {
      int start = words.get(i).start();
      int end = words.get(i).end();
      // Terms of pairs overlap, and pieces of a long word touch: they are one mark.
      for (i++; i < words.size() && words.get(i).start() <= end && words.get(i).end() <= to; i++) {
        end = Math.max(end, words.get(i).end());
      }
      if (start >= from) {
        marked.append(text, at, start).append(MARK).append(text, start, end).append(MARK);
        at = end;
      }
    }
    return marked.append(text, at, to).toString();
  }

  /** The beginning of a word at or after a place, but not after the most. */
  private int wordStart(int from, int most) {
    for (int at = from; at < Math.min(from + SLACK, most); at++) {
      if (Character.isWhitespace(text.charAt(at - 1))) {
        return at;
      }
    }
    boolean splits = from < most && Character.isLowSurrogate(text.charAt(from));
    return splits ? from + 1 : from;
  }

  /** The end of a word at or before a place, but not before the least. */
  private int wordEnd(int to, int least) {
    for (int at = to; at > Math.max(to - SLACK, least); at--) {
      if (Character.isWhitespace(text.charAt(at))) {
        return at;
      }
    }
    boolean splits = to > least && Character.isLowSurrogate(text.charAt(to));
    return splits ? to - 1 : to;
  }
}

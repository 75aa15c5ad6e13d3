package dev.omnigraph.search.text;

/** Takes the terms of a text in their order. */
@FunctionalInterface
public interface TokenSink {
  /**
   * @param position of the term among all words of the text; words that are left out have theirs
   * @param start where the word begins in the text
   * @param end after its last character
   */
  void accept(String term, int position, int start, int end);
}

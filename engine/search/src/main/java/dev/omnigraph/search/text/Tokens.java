package dev.omnigraph.search.text;

/** Makes terms of one text after the other; of one thread at a time. */
interface Tokens {
  /** More characters of one word are a word of their own. */
  int MOST_CHARACTERS = 255;

  void analyze(String text, TokenSink sink);
}

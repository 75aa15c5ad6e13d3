package dev.omnigraph.search.text;

/** Scores texts by what is known of all texts of a column. Thread-safe. */
@FunctionalInterface
public interface TextScorer {
  /** What {@link TextIndex#score} has for a row with this text, to the last bit; 0 for the rest. */
  double of(String text);
}

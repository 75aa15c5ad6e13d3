package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in texts: terms, a phrase or words that are like these. A query of which the
 * analysis leaves no term matches nothing. A value, thread-safe.
 */
public final class TextQuery {
  /** A word may be at most so many edits away. */
  public static final int MOST_EDITS = Edits.MOST;

  /** How a text matches. */
  enum Kind {
    /** It has one of the terms. */
    ANY,
    /** It has the terms at the distances that they have in the query. */
    PHRASE,
    /** It has a term within some edits of one of the terms. */
    FUZZY
  }

  private final TextAnalyzer analyzer;
  private final Kind kind;

  /** As often and in the order as they stand in the query. */
  private final List<String> terms;

  /** Of each term, from that of the first. */
  private final List<Integer> positions;

  /** How many a word may have; null for as many as befit its length. */
  private final @Nullable Integer edits;

  private TextQuery(TextAnalyzer analyzer, Kind kind, String words, @Nullable Integer edits) {
    this.analyzer = analyzer;
    this.kind = kind;
    this.edits = edits;
    List<String> found = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    analyzer.analyze(
        words,
        (term, position, start, end) -> {
          found.add(term);
          places.add(position);
        });
    int first = places.isEmpty() ? 0 : places.getFirst();
    this.terms = List.copyOf(found);
    this.positions = places.stream().map(place -> place - first).toList();
  }

  /** Texts that have any term of the words; also what {@link TextIndex#score} takes. */
  public static TextQuery any(TextAnalyzer analyzer, String words) {
    return new TextQuery(analyzer, Kind.ANY, words, null);
  }

  /** Texts in which the terms stand as they do in the phrase. */
  public static TextQuery phrase(TextAnalyzer analyzer, String phrase) {
    return new TextQuery(analyzer, Kind.PHRASE, phrase, null);
  }

  /**
   * Texts that have a term within some edits of a term of the words. An edit adds, drops or changes
   * a code point, or exchanges two neighbours.
   *
   * @param edits from 0 to 2; null for none in a term of up to two code points, one up to five, and
   *     two above
   * @throws IllegalArgumentException for another number of edits
   */
  public static TextQuery fuzzy(TextAnalyzer analyzer, String words, @Nullable Integer edits) {
    if (edits != null && (edits < 0 || edits > Edits.MOST)) {
      throw new IllegalArgumentException(edits + " edits, not 0 to " + Edits.MOST);
    }
    return new TextQuery(analyzer, Kind.FUZZY, words, edits);
  }

  /** Whether the analysis left no term, so that nothing matches. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** Whether the text matches, as an index would say. */
  public boolean matches(String text) {
    if (isEmpty()) {
      return false;
    }
    return kind == Kind.PHRASE
        ? new PhraseMatch(terms, positions).isIn(analyzer, text)
        : hasMark(text);
  }

  Kind kind() {
    return kind;
  }

  List<String> terms() {
    return terms;
  }

  List<Integer> positions() {
    return positions;
  }

  /** Each term once, in the order of the query: the order in which what they are worth is added. */
  List<String> distinct() {
    return List.copyOf(new LinkedHashSet<>(terms));
  }

  /** Whether the places of terms decide: a phrase of one word is a word. */
  boolean needsPlaces() {
    return kind == Kind.PHRASE && terms.size() > 1;
  }

  /** Whether a term of a text is one that is looked for; of one thread at a time. */
  Marks marks() {
    Set<String> exact = new HashSet<>(terms);
    if (kind != Kind.FUZZY) {
      return exact::contains;
    }
    List<Edits> near = near();
    return term -> near.stream().anyMatch(one -> one.reaches(term));
  }

  /** Finds the terms that are looked for in a dictionary. */
  SimilarTerms similar() {
    return new SimilarTerms(near());
  }

  private List<Edits> near() {
    return distinct().stream()
        .map(term -> new Edits(term, edits == null ? Edits.byDefault(term) : edits))
        .toList();
  }

  /** Tells the terms that are looked for. */
  interface Marks {
    boolean has(String term);
  }

  private boolean hasMark(String text) {
    Marks marks = marks();
    boolean[] found = new boolean[1];
    analyzer.analyze(text, (term, position, start, end) -> found[0] = found[0] || marks.has(term));
    return found[0];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TextQuery query
        && kind == query.kind
        && terms.equals(query.terms)
        && positions.equals(query.positions)
        && Objects.equals(edits, query.edits)
        && analyzer.analysis().equals(query.analyzer.analysis());
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, terms, positions, edits);
  }

  @Override
  public String toString() {
    return kind + " " + terms;
  }
}

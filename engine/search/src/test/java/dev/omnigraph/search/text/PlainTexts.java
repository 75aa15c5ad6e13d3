package dev.omnigraph.search.text;

import dev.omnigraph.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.lucene.util.SmallFloat;
import org.jspecify.annotations.Nullable;

/** What is found and what it is worth, said once more as plainly as can be. */
public final class PlainTexts {
  private final TextAnalyzer analyzer;
  private final SortedMap<Long, String> texts = new TreeMap<>();
  private final Map<String, List<Token>> analyzed = new HashMap<>();

  public PlainTexts(TextAnalysis analysis, Map<Long, String> texts) {
    this.analyzer = TextAnalyzer.of(analysis);
    this.texts.putAll(texts);
  }

  record Token(String term, int position) {}

  static List<Token> tokens(TextAnalyzer analyzer, String text) {
    List<Token> tokens = new ArrayList<>();
    analyzer.analyze(text, (term, position, start, end) -> tokens.add(new Token(term, position)));
    return tokens;
  }

  public List<Long> any(String words) {
    List<String> wanted = terms(words);
    return where(text -> terms(text).stream().anyMatch(wanted::contains));
  }

  public List<Long> phrase(String phrase) {
    List<Token> wanted = tokens(phrase);
    return where(
        text -> {
          Set<Token> tokens = new HashSet<>(tokens(text));
          return !wanted.isEmpty()
              && tokens.stream()
                  .map(token -> token.position() - wanted.getFirst().position())
                  .anyMatch(
                      shift ->
                          wanted.stream()
                              .map(token -> new Token(token.term(), token.position() + shift))
                              .allMatch(tokens::contains));
        });
  }

  public List<Long> fuzzy(String words, @Nullable Integer edits) {
    List<String> wanted = terms(words);
    return where(
        text ->
            terms(text).stream()
                .distinct()
                .anyMatch(
                    term ->
                        wanted.stream()
                            .anyMatch(
                                word ->
                                    distance(term, word)
                                        <= (edits == null ? edits(word) : edits))));
  }

  public SortedMap<Long, Double> scores(String words) {
    List<String> wanted = terms(words);
    double tokens = texts.values().stream().mapToLong(text -> terms(text).size()).sum();
    double average = tokens / texts.size();
    SortedMap<Long, Double> scores = new TreeMap<>();
    texts.forEach(
        (address, text) -> {
          List<String> terms = terms(text);
          int length = SmallFloat.byte4ToInt(SmallFloat.intToByte4(terms.size()));
          double score = 0;
          for (String term : wanted) {
            double n = texts.size();
            double df =
                texts.values().stream().filter(other -> terms(other).contains(term)).count();
            double tf = terms.stream().filter(term::equals).count();
            double norm = 1.2 * (1 - 0.75 + 0.75 * length / average);
            score += Math.log(1 + (n - df + 0.5) / (df + 0.5)) * tf / (tf + norm);
          }
          if (score > 0) {
            scores.put(address, score);
          }
        });
    return scores;
  }

  private List<Token> tokens(String text) {
    return analyzed.computeIfAbsent(text, missing -> tokens(analyzer, missing));
  }

  private List<String> terms(String text) {
    return tokens(text).stream().map(Token::term).toList();
  }

  private List<Long> where(Predicate<String> matches) {
    return texts.entrySet().stream()
        .filter(entry -> matches.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int edits(String word) {
    int length = (int) word.codePoints().count();
    return length < 3 ? 0 : length < 6 ? 1 : 2;
  }

  static int distance(String one, String other) {
    int[] a = one.codePoints().toArray();
    int[] b = other.codePoints().toArray();
    int[][] d = new int[a.length + 1][b.length + 1];
    IntStream.rangeClosed(0, a.length).forEach(i -> d[i][0] = i);
    IntStream.rangeClosed(0, b.length).forEach(j -> d[0][j] = j);
    for (int i = 1; i <= a.length; i++) {
      for (int j = 1; j <= b.length; j++) {
        int change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        d[i][j] = Math.min(change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length][b.length];
  }
}

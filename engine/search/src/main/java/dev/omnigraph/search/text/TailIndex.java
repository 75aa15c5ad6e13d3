package dev.omnigraph.search.text;

import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Texts without an index. */
final class TailIndex implements TextIndex {
  private final TextAnalyzer analyzer;
  private final List<LiveFile> version;
  private final TailTexts texts;

  TailIndex(TextAnalyzer analyzer, List<LiveFile> version, TailTexts texts) {
    this.analyzer = analyzer;
    this.version = List.copyOf(version);
    this.texts = texts;
  }

  @Override
  public void start() {}

  @Override
  public void warm(TextQuery query) {}

  @Override
  public Hits find(TextQuery query) {
    if (query.isEmpty()) {
      return Hits.NONE;
    }
    LongStream.Builder found = LongStream.builder();
    texts.read(
        version,
        (address, text) -> {
          if (query.matches(text)) {
            found.add(address);
          }
        });
    return new Hits(found.build().sorted().toArray(), new double[0]);
  }

  @Override
  public TextScorer scorer(TextQuery query) {
    List<String> terms = query.distinct();
    long[] counts = new long[2];
    long[] rows = new long[terms.size()];
    texts.read(
        version,
        (address, text) -> {
          int[] f = frequencies(text, terms);
          counts[0]++;
          counts[1] += f[terms.size()];
          for (int i = 0; i < rows.length; i++) {
            rows[i] += f[i] > 0 ? 1 : 0;
          }
        });
    Bm25 bm25 = new Bm25(counts[0], counts[1]);
    int[] times = new int[terms.size()];
    query.terms().forEach(term -> times[terms.indexOf(term)]++);
    return text -> {
      int[] f = frequencies(text, terms);
      double score = 0;
      for (int i = 0; i < rows.length; i++) {
        if (f[i] > 0) {
          score += times[i] * bm25.score(bm25.idf(rows[i]), f[i], f[terms.size()]);
        }
      }
      return score;
    };
  }

  private int[] frequencies(String text, List<String> terms) {
    int[] frequencies = new int[terms.size() + 1];
    analyzer.analyze(
        text,
        (term, position, start, end) -> {
          frequencies[terms.size()]++;
          int number = terms.indexOf(term);
          if (number >= 0) {
            frequencies[number]++;
          }
        });
    return frequencies;
  }

  /** A row that has some of the terms. */
  private record Scored(long address, int tokens, int[] frequencies) {}

  @Override
  public Hits score(TextQuery query) {
    List<String> terms = query.distinct();
    if (terms.isEmpty()) {
      return Hits.NONE;
    }
    Map<String, Integer> numbers = new HashMap<>();
    terms.forEach(term -> numbers.put(term, numbers.size()));
    int[] times = new int[terms.size()];
    query.terms().forEach(term -> times[numbers.getOrDefault(term, 0)]++);
    long[] counts = new long[2];
    long[] rows = new long[terms.size()];
    List<Scored> found = new ArrayList<>();
    texts.read(
        version,
        (address, text) -> {
          int[] frequencies = new int[terms.size() + 1];
          analyzer.analyze(
              text,
              (term, position, start, end) -> {
                frequencies[terms.size()]++;
                Integer number = numbers.get(term);
                if (number != null) {
                  frequencies[number]++;
                }
              });
          int tokens = frequencies[terms.size()];
          counts[0]++;
          counts[1] += tokens;
          boolean any = false;
          for (int i = 0; i < rows.length; i++) {
            rows[i] += frequencies[i] > 0 ? 1 : 0;
            any |= frequencies[i] > 0;
          }
          if (any) {
            found.add(new Scored(address, tokens, frequencies));
          }
        });
    Bm25 bm25 = new Bm25(counts[0], counts[1]);
    found.sort((one, other) -> Long.compare(one.address(), other.address()));
    double[] scores = new double[found.size()];
    for (int i = 0; i < scores.length; i++) {
      Scored row = found.get(i);
      for (int term = 0; term < rows.length; term++) {
        if (row.frequencies()[term] > 0) {
          scores[i] +=
              times[term] * bm25.score(bm25.idf(rows[term]), row.frequencies()[term], row.tokens());
        }
      }
    }
    return new Hits(found.stream().mapToLong(Scored::address).toArray(), scores);
  }
}

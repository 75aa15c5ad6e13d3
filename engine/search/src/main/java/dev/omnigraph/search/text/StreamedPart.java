package dev.omnigraph.search.text;

import java.util.ArrayList;
import java.util.List;

/** Texts that are read for one query, of which only what matches is kept. */
final class StreamedPart implements Part, TailTexts.TextSink {
  private final TextQuery query;
  private final Need need;
  private final TermCounts terms;
  private final long[] counts;
  private final List<Scored> scored = new ArrayList<>();
  private final Found found = new Found();
  private long texts;
  private long tokens;

  StreamedPart(TextAnalyzer analyzer, TextQuery query, Need need) {
    this.query = query;
    this.need = need;
    this.terms = new TermCounts(analyzer, query);
    this.counts = new long[query.distinct().size()];
  }

  /** A row that has some of the terms. */
  private record Scored(long address, TermCounts.Counted terms) {}

  @Override
  public void accept(long address, String text) {
    if (need != Need.ROWS) {
      count(address, text);
    } else if (query.matches(text)) {
      found.add(address);
    }
  }

  @Override
  public void find(Found into, Found candidates) {
    for (long address : found.addresses()) {
      into.add(address);
    }
  }

  @Override
  public long texts() {
    return texts;
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public long[] counts() {
    return counts.clone();
  }

  @Override
  public void score(Weights weights, Found into) {
    scored.forEach(row -> into.add(row.address(), row.terms().score(weights)));
  }

  private void count(long address, String text) {
    TermCounts.Counted counted = terms.of(text);
    texts++;
    tokens += counted.tokens();
    if (counted.hasAny()) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += counted.frequencies()[i] > 0 ? 1 : 0;
      }
      if (need == Need.SCORES) {
        scored.add(new Scored(address, counted));
      }
    }
  }
}

package dev.omnigraph.search.text;

import dev.omnigraph.derived.PageInput;
import dev.omnigraph.derived.PageOutput;
import java.util.Arrays;

/** Texts that are read for one query, of which only what matches is kept. */
final class StreamedPart implements Part, TailTexts.TextSink {
  private final TextQuery query;
  private final Need need;
  private final TermCounts terms;
  private final long[] counts;

  /** By row that has some of the terms: its address, its tokens and how often it has each. */
  private final PageOutput counted = new PageOutput();

  private long last;
  private int rows;
  private final Found found = new Found();
  private long texts;
  private long tokens;

  StreamedPart(TextAnalyzer analyzer, TextQuery query, Need need) {
    this.query = query;
    this.need = need;
    this.terms = new TermCounts(analyzer, query);
    this.counts = new long[query.distinct().size()];
  }

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
    for (long address : found.hits().addresses()) {
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
    PageInput in = new PageInput(counted.toBytes());
    long address = 0;
    for (int left = rows; left > 0; left--) {
      address += in.signed();
      int tokensOfRow = (int) in.number();
      int[] frequencies = new int[counts.length];
      Arrays.setAll(frequencies, i -> (int) in.number());
      into.add(address, new TermCounts.Counted(tokensOfRow, frequencies).score(weights));
    }
  }

  private void count(long address, String text) {
    TermCounts.Counted row = terms.of(text);
    texts++;
    tokens += row.tokens();
    if (row.hasAny()) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += row.frequencies()[i] > 0 ? 1 : 0;
      }
      if (need == Need.SCORES) {
        keep(address, row);
      }
    }
  }

  private void keep(long address, TermCounts.Counted row) {
    rows++;
    counted.signed(address - last);
    last = address;
    counted.number(row.tokens());
    for (int frequency : row.frequencies()) {
      counted.number(frequency);
    }
  }
}

package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms of texts that were read, numbered in the order in which they came. */
final class BufferedTexts implements PartRows, TailTexts.TextSink {
  /** Of terms; with more nothing is kept. */
  private static final long MOST_BYTES = 16L << 20;

  private final TextAnalyzer analyzer;
  private TermBuffer terms;
  private long[] addresses = new long[64];
  private int[] lengths = new int[64];
  private int size;
  private long tokens;
  private boolean isFull;

  BufferedTexts(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
    this.terms = new TermBuffer(analyzer, true);
  }

  /** Whether there was more than is kept, so that nothing is. */
  boolean isFull() {
    return isFull;
  }

  Part part(TextQuery query) {
    List<@Nullable Posting> found = new ArrayList<>();
    if (query.kind() == TextQuery.Kind.FUZZY) {
      TextQuery.Marks marks = query.marks();
      found.addAll(terms.postings(term -> marks.has(new String(term, UTF_8))));
    } else {
      query.distinct().forEach(term -> found.add(terms.posting(term.getBytes(UTF_8))));
    }
    return new TermPart(query, true, new PartView(this, found));
  }

  @Override
  public void accept(long address, String text) {
    if (isFull) {
      return;
    }
    if (size == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    addresses[size] = address;
    lengths[size] = terms.add(size, text);
    tokens += lengths[size++];
    if (terms.bytes() > MOST_BYTES) {
      isFull = true;
      terms = new TermBuffer(analyzer, true);
    }
  }

  @Override
  public int count() {
    return size;
  }

  @Override
  public boolean areLive() {
    return true;
  }

  @Override
  public long address(int row) {
    return addresses[row];
  }

  @Override
  public int tokens(int row) {
    return lengths[row];
  }

  @Override
  public long texts() {
    return size;
  }

  @Override
  public long tokens() {
    return tokens;
  }
}

package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one query reads of a segment: the terms and the lengths, and then the postings. */
final class SegmentRead {
  private final SegmentIndex index;
  private final Coverage coverage;
  private final TextQuery query;
  private final Map<Page, CompletableFuture<byte[]>> lengths;
  private final CompletableFuture<List<TermEntry>> terms;
  private final CompletableFuture<PostingsPages> postings;

  /**
   * Starts reading.
   *
   * @param lanes in which all segments are read for the query
   */
  SegmentRead(
      TextSegment segment,
      SegmentIndex index,
      Coverage coverage,
      TextQuery query,
      Need need,
      Lanes lanes) {
    this.index = index;
    this.coverage = coverage;
    this.query = query;
    boolean places = index.positions() && query.needsPlaces();
    // Files say of themselves what lengths add up to, and terms how many rows have them: it takes
    // more only where rows are gone.
    boolean needsLengths =
        need == Need.SCORES || (need == Need.COUNTS && !coverage.changed().isEmpty());
    boolean needsPostings = need != Need.COUNTS || coverage.hasGone();
    this.lengths = needsLengths ? segment.pages(index.lengths(), true) : Map.of();
    DictionaryRead dictionary = new DictionaryRead(segment, index);
    this.terms =
        query.kind() == TextQuery.Kind.FUZZY
            ? dictionary.similar(query, lanes)
            : dictionary.exact(query.distinct());
    this.postings =
        terms
            .thenApply(found -> needsPostings ? found : List.<TermEntry>of())
            .thenCompose(found -> new PostingsPages(segment, index, found, places, true).whole());
  }

  /** Whether something could not be read. */
  boolean hasFailed() {
    return postings.isCompletedExceptionally();
  }

  /**
   * Waits for it.
   *
   * @param deleted by fragment, of those that have changed
   */
  PartView view(Map<Integer, BitSet> deleted) {
    List<TermEntry> found = Joined.of(terms);
    PostingsPages pages = Joined.of(postings);
    SegmentRows rows = new SegmentRows(index, coverage, deleted, lengths);
    List<@Nullable Posting> each = new ArrayList<>();
    if (query.kind() == TextQuery.Kind.FUZZY) {
      found.forEach(term -> each.add(pages.posting(term)));
    } else {
      Map<String, TermEntry> byTerm = new HashMap<>();
      found.forEach(entry -> byTerm.put(new String(entry.term(), UTF_8), entry));
      for (String term : query.distinct()) {
        TermEntry entry = byTerm.get(term);
        each.add(entry == null ? null : pages.posting(entry));
      }
    }
    return new PartView(rows, each);
  }
}

package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one query reads of a segment: the terms and the lengths, and then the postings. */
final class SegmentRead {
  private final SegmentIndex index;
  private final Coverage coverage;
  private final TextQuery query;
  private final Map<Page, CompletableFuture<byte[]>> lengths;
  private final CompletableFuture<List<TermEntry>> terms;
  private final CompletableFuture<PostingsPages> postings;

  /** Starts reading. */
  SegmentRead(
      TextSegment segment, SegmentIndex index, Coverage coverage, TextQuery query, Need need) {
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
    this.terms = query.kind() == TextQuery.Kind.FUZZY ? similar(segment) : exact(segment);
    this.postings =
        terms
            .thenApply(found -> needsPostings ? found : List.<TermEntry>of())
            .thenCompose(found -> new PostingsPages(segment, index, found, places, true).whole());
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

  private CompletableFuture<List<TermEntry>> exact(TextSegment segment) {
    Map<Integer, List<byte[]>> wanted = new LinkedHashMap<>();
    for (String term : query.distinct()) {
      byte[] bytes = term.getBytes(UTF_8);
      int block = index.blockOf(bytes);
      if (block >= 0) {
        wanted.computeIfAbsent(block, first -> new ArrayList<>()).add(bytes);
      }
    }
    List<Integer> blocks = List.copyOf(wanted.keySet());
    return read(
        segment,
        blocks,
        true,
        block -> {
          List<byte[]> own = wanted.getOrDefault(block, List.of());
          return term -> own.stream().anyMatch(one -> Arrays.equals(one, term));
        });
  }

  private CompletableFuture<List<TermEntry>> similar(TextSegment segment) {
    List<Integer> all = IntStream.range(0, index.blocks().size()).boxed().toList();
    // Reading everything would throw out what others read again and again.
    return read(
        segment,
        all,
        false,
        block -> {
          TextQuery.Marks marks = query.marks();
          return term -> marks.has(new String(term, UTF_8));
        });
  }

  /** Gives the wanted terms of each block. */
  private interface Wanted {
    Predicate<byte[]> of(int block);
  }

  private CompletableFuture<List<TermEntry>> read(
      TextSegment segment, List<Integer> blocks, boolean evicts, Wanted wanted) {
    Map<Page, CompletableFuture<byte[]>> pages =
        segment.pages(
            blocks.stream().map(block -> index.blocks().get(block).page()).toList(), evicts);
    List<CompletableFuture<List<TermEntry>>> terms = new ArrayList<>();
    for (int number : blocks) {
      SegmentIndex.Block block = index.blocks().get(number);
      terms.add(
          Objects.requireNonNull(pages.get(block.page()))
              .thenApply(page -> DictionaryInput.read(page, index, block, wanted.of(number))));
    }
    return Joined.all(terms).thenApply(each -> each.stream().flatMap(List::stream).toList());
  }
}

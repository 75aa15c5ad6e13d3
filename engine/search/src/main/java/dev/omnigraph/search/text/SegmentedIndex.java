package dev.omnigraph.search.text;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.LiveFile;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Segments, and the tail: the rows that none of them knows. */
final class SegmentedIndex implements TextIndex {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentedIndex.class);

  /** Queries that were announced and not asked yet, of which what is read is kept. */
  private static final int MOST_AHEAD = 4;

  private final TextAnalyzer analyzer;
  private final List<TextSegment> segments;
  private final List<LiveFile> version;
  private final DeletedRows deletedRows;
  private final TailTexts texts;
  private final Executor executor;

  /** Those that turned out to be of no use: their rows are in the tail. */
  private final Set<TextSegment> unusable = ConcurrentHashMap.newKeySet();

  private @Nullable CompletableFuture<Opened> opened;

  SegmentedIndex(
      TextAnalyzer analyzer,
      List<TextSegment> segments,
      List<LiveFile> version,
      DeletedRows deletedRows,
      TailTexts texts,
      Executor executor) {
    this.analyzer = analyzer;
    this.segments = List.copyOf(segments);
    this.version = List.copyOf(version);
    this.deletedRows = deletedRows;
    this.texts = texts;
    this.executor = executor;
  }

  @Override
  public TextAnalyzer analyzer() {
    return analyzer;
  }

  @Override
  public void start() {
    var _ = open();
  }

  @Override
  public void warm(TextQuery query) {
    if (!query.isEmpty()) {
      Need need = query.kind() == TextQuery.Kind.ANY ? Need.SCORES : Need.ROWS;
      var _ = open().thenAccept(now -> now.warm(query, need));
    }
  }

  @Override
  public Hits find(TextQuery query) {
    return query.isEmpty() ? Hits.NONE : asking(query, Need.ROWS, parts -> found(parts, query));
  }

  @Override
  public Hits score(TextQuery query) {
    requireTerms(query);
    return query.isEmpty() ? Hits.NONE : asking(query, Need.SCORES, parts -> scored(parts, query));
  }

  @Override
  public TextScorer scorer(TextQuery query) {
    requireTerms(query);
    if (query.isEmpty()) {
      return text -> 0;
    }
    Weights weights = asking(query, Need.COUNTS, parts -> Weights.of(query, parts));
    TermCounts terms = new TermCounts(analyzer, query);
    return text -> terms.of(text).score(weights);
  }

  private static void requireTerms(TextQuery query) {
    if (query.kind() != TextQuery.Kind.ANY) {
      throw new IllegalArgumentException("only terms are worth something");
    }
  }

  private Hits found(List<Part> parts, TextQuery query) {
    Found found = new Found();
    Found candidates = new Found();
    parts.forEach(part -> part.find(found, candidates));
    long[] unsure = candidates.hits().addresses();
    if (unsure.length > 0) {
      texts.read(
          unsure,
          (address, text) -> {
            if (query.matches(text)) {
              found.add(address);
            }
          });
    }
    return found.hits();
  }

  private static Hits scored(List<Part> parts, TextQuery query) {
    Weights weights = Weights.of(query, parts);
    Found found = new Found();
    parts.forEach(part -> part.score(weights, found));
    return found.hits();
  }

  /** Asks again without a segment that is of no use, until all are. */
  private <T> T asking(TextQuery query, Need need, Function<List<Part>, T> answer) {
    while (true) {
      CompletableFuture<Opened> now = open();
      try {
        List<Supplier<Part>> parts = Joined.of(now).ask(query, need);
        return answer.apply(parts.stream().map(Supplier::get).toList());
      } catch (SegmentPart.Unusable e) {
        leaveOut(e.segment(), e.getCause());
        synchronized (this) {
          opened = opened == now ? null : opened;
        }
      }
    }
  }

  private void leaveOut(TextSegment segment, @Nullable Throwable reason) {
    if (unusable.add(segment)) {
      LOG.warn("The segment {} is not used.", segment.ref().name(), reason);
    }
  }

  /** Once; again only when the store did not answer. */
  private synchronized CompletableFuture<Opened> open() {
    CompletableFuture<Opened> before = opened;
    if (before == null || before.isCompletedExceptionally()) {
      before = Joined.all(segments.stream().map(this::seen).toList()).thenApply(this::opened);
      opened = before;
    }
    return before;
  }

  /** A segment and its index; none of one that is of no use. */
  private CompletableFuture<Optional<Seen>> seen(TextSegment segment) {
    if (unusable.contains(segment)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return segment
        .index()
        .thenApply(index -> Optional.of(new Seen(segment, index)))
        .exceptionally(
            failure -> {
              Throwable reason =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (reason instanceof DerivedUnusable) {
                leaveOut(segment, reason);
                return Optional.empty();
              }
              throw new CompletionException(reason);
            });
  }

  private Opened opened(List<Optional<Seen>> seen) {
    List<Covered> covered = new ArrayList<>();
    List<LiveFile> left = version;
    for (Seen one : seen.stream().flatMap(Optional::stream).toList()) {
      if (one.index().analysis().equals(analyzer.analysis().text())) {
        Coverage coverage = new Coverage(one.index().covered(), left);
        left = coverage.uncovered();
        covered.add(new Covered(one.segment(), one.index(), coverage));
      }
    }
    return new Opened(covered, left);
  }

  private record Seen(TextSegment segment, SegmentIndex index) {}

  /**
   * A segment as the version sees it.
   *
   * @param coverage without the files that a segment before it knows
   */
  private record Covered(TextSegment segment, SegmentIndex index, Coverage coverage) {
    SegmentRead read(TextQuery query, Need need, Lanes lanes) {
      return new SegmentRead(segment, index, coverage, query, need, lanes);
    }
  }

  /** What every query needs. */
  private final class Opened {
    private final List<Covered> segments;
    private final Tail tail;
    private @Nullable CompletableFuture<Map<Integer, BitSet>> deleted;

    /**
     * What is being read of each segment for the last queries for similar terms that nobody has
     * asked yet: whole dictionaries, which no cache may have room for.
     */
    private final Map<TextQuery, List<SegmentRead>> ahead =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TextQuery, List<SegmentRead>> eldest) {
            return size() > MOST_AHEAD;
          }
        };

    Opened(List<Covered> segments, List<LiveFile> left) {
      this.segments = segments;
      this.tail = new Tail(analyzer, left, texts, executor);
      tail.start();
    }

    /** Starts reading what is kept: not a tail of which nothing is. */
    void warm(TextQuery query, Need need) {
      var _ = deleted();
      List<SegmentRead> reads = read(query, need);
      if (query.kind() == TextQuery.Kind.FUZZY) {
        synchronized (ahead) {
          ahead.put(query, reads);
        }
      }
    }

    private List<SegmentRead> read(TextQuery query, Need need) {
      Lanes lanes = DictionaryRead.lanes();
      return segments.stream().map(covered -> covered.read(query, need, lanes)).toList();
    }

    private List<SegmentRead> reads(TextQuery query, Need need) {
      List<SegmentRead> before;
      synchronized (ahead) {
        before = ahead.remove(query);
      }
      return before == null || before.stream().anyMatch(SegmentRead::hasFailed)
          ? read(query, need)
          : before;
    }

    /** Starts reading what a query needs. */
    List<Supplier<Part>> ask(TextQuery query, Need need) {
      List<Supplier<Part>> parts = new ArrayList<>();
      CompletableFuture<Map<Integer, BitSet>> gone = deleted();
      List<SegmentRead> reads = reads(query, need);
      for (int i = 0; i < reads.size(); i++) {
        SegmentIndex index = segments.get(i).index();
        TextSegment segment = segments.get(i).segment();
        SegmentRead read = reads.get(i);
        parts.add(
            () -> {
              Map<Integer, BitSet> rows = Joined.of(gone);
              PartView view = SegmentPart.reading(segment, () -> read.view(rows));
              return new SegmentPart(segment, new TermPart(query, index.positions(), view));
            });
      }
      CompletableFuture<Part> rest = tail.ask(query, need);
      parts.add(() -> Joined.of(rest));
      return parts;
    }

    /** By fragment, of those that have changed since their segment was built. */
    private synchronized CompletableFuture<Map<Integer, BitSet>> deleted() {
      CompletableFuture<Map<Integer, BitSet>> before = deleted;
      if (before == null || before.isCompletedExceptionally()) {
        List<LiveFile> changed =
            segments.stream().flatMap(covered -> covered.coverage().changed().stream()).toList();
        before = deletedRows.start(changed, executor);
        deleted = before;
      }
      return before;
    }
  }
}

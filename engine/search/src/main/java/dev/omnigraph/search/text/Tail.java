package dev.omnigraph.search.text;

import dev.omnigraph.derived.LiveFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rows that no segment knows. Few of them are read once, and their terms are kept; more are
 * read whenever they are asked. Thread-safe.
 */
final class Tail {
  /** More rows are not kept. */
  private static final long MOST_ROWS = 1 << 14;

  private final TextAnalyzer analyzer;
  private final List<LiveFile> files;
  private final TailTexts texts;
  private final Executor executor;
  private @Nullable CompletableFuture<BufferedTexts> kept;

  Tail(TextAnalyzer analyzer, List<LiveFile> files, TailTexts texts, Executor executor) {
    this.analyzer = analyzer;
    this.files = List.copyOf(files);
    this.texts = texts;
    this.executor = executor;
  }

  /** Starts reading what is kept. */
  void start() {
    if (isFew() && !files.isEmpty()) {
      var _ = kept();
    }
  }

  /** Starts reading for a query. */
  CompletableFuture<Part> ask(TextQuery query, Need need) {
    if (files.isEmpty()) {
      return CompletableFuture.completedFuture(new StreamedPart(analyzer, query, need));
    }
    return isFew()
        ? kept()
            .thenCompose(
                buffered ->
                    buffered.isFull()
                        ? streamed(query, need)
                        : CompletableFuture.completedFuture(buffered.part(query)))
        : streamed(query, need);
  }

  private boolean isFew() {
    return files.stream().mapToLong(LiveFile::rows).sum() <= MOST_ROWS;
  }

  private CompletableFuture<Part> streamed(TextQuery query, Need need) {
    return CompletableFuture.supplyAsync(
        () -> {
          StreamedPart part = new StreamedPart(analyzer, query, need);
          texts.read(files, part);
          return part;
        },
        executor);
  }

  private synchronized CompletableFuture<BufferedTexts> kept() {
    CompletableFuture<BufferedTexts> before = kept;
    if (before == null || before.isCompletedExceptionally()) {
      before =
          CompletableFuture.supplyAsync(
              () -> {
                BufferedTexts buffered = new BufferedTexts(analyzer);
                texts.read(files, buffered);
                return buffered;
              },
              executor);
      kept = before;
    }
    return before;
  }
}

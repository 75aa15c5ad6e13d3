package dev.omnigraph.search.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Reads terms of the dictionary of a segment. */
final class DictionaryRead {
  /** Of the dictionary in one read that looks for similar terms. */
  private static final int PIECE_BYTES = 1 << 20;

  /** Such reads of a query at once, over all segments: what they read is not held any longer. */
  private static final int PIECES = 16;

  private final TextSegment segment;
  private final SegmentIndex index;

  DictionaryRead(TextSegment segment, SegmentIndex index) {
    this.segment = segment;
    this.index = index;
  }

  /** For all segments of one query. */
  static Lanes lanes() {
    return new Lanes(PIECES);
  }

  /** Starts reading those of these terms that there are. */
  CompletableFuture<List<TermEntry>> exact(List<String> terms) {
    Map<Integer, List<byte[]>> wanted = new LinkedHashMap<>();
    for (String term : terms) {
      byte[] bytes = term.getBytes(UTF_8);
      int block = index.blockOf(bytes);
      if (block >= 0) {
        wanted.computeIfAbsent(block, first -> new ArrayList<>()).add(bytes);
      }
    }
    Map<Page, CompletableFuture<byte[]>> pages =
        segment.pages(wanted.keySet().stream().map(this::page).toList(), true);
    List<CompletableFuture<List<TermEntry>>> found = new ArrayList<>();
    wanted.forEach(
        (block, own) ->
            found.add(
                Objects.requireNonNull(pages.get(page(block)))
                    .thenApply(page -> read(page, block, any(own)))));
    return joined(found);
  }

  /** Starts reading the terms that are near to those of the query. */
  CompletableFuture<List<TermEntry>> similar(TextQuery query, Lanes lanes) {
    return joined(
        pieces(query.similar()).stream()
            .map(blocks -> lanes.add(() -> similar(query, blocks)))
            .toList());
  }

  /** Reads from the first of some blocks to the last, and looks into these. */
  private CompletableFuture<List<TermEntry>> similar(TextQuery query, List<Integer> blocks) {
    List<Page> range =
        index.blocks().subList(blocks.getFirst(), blocks.getLast() + 1).stream()
            .map(SegmentIndex.Block::page)
            .toList();
    // Reading so much would throw out what others read again and again.
    Map<Page, CompletableFuture<byte[]>> pages = segment.pages(range, false);
    return Joined.all(List.copyOf(pages.values()))
        .thenApply(
            read -> {
              SimilarTerms similar = query.similar();
              return blocks.stream()
                  .flatMap(
                      block -> {
                        byte[] page = read.get(block - blocks.getFirst());
                        return read(page, block, similar).stream();
                      })
                  .toList();
            });
  }

  /** The blocks that may have similar terms; each list is read with one request. */
  private List<List<Integer>> pieces(SimilarTerms similar) {
    List<List<Integer>> pieces = new ArrayList<>();
    for (int i = 0; i < index.blocks().size(); i++) {
      byte[] first = index.blocks().get(i).first();
      if (similar.mayBeBetween(
          first, i + 1 < index.blocks().size() ? index.blocks().get(i + 1).first() : null)) {
        if (pieces.isEmpty()
            || page(i).end() - page(pieces.getLast().getFirst()).offset() > PIECE_BYTES) {
          pieces.add(new ArrayList<>());
        }
        pieces.getLast().add(i);
      }
    }
    return pieces;
  }

  private Page page(int block) {
    return index.blocks().get(block).page();
  }

  private List<TermEntry> read(byte[] page, int block, DictionaryInput.Wanted wanted) {
    return DictionaryInput.read(page, index, index.blocks().get(block), wanted);
  }

  private static DictionaryInput.Wanted any(List<byte[]> terms) {
    return (term, length, shared) -> {
      for (byte[] one : terms) {
        if (Arrays.equals(term, 0, length, one, 0, one.length)) {
          return true;
        }
      }
      return false;
    };
  }

  private static CompletableFuture<List<TermEntry>> joined(
      List<CompletableFuture<List<TermEntry>>> parts) {
    return Joined.all(parts).thenApply(each -> each.stream().flatMap(List::stream).toList());
  }
}

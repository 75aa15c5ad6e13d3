package dev.omnigraph.lookup;

import dev.omnigraph.derived.DerivedObject;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One look-up object in its store: its index, and any of its pages. Thread-safe. */
final class LookupObject {
  private final LookupRef ref;
  private final DerivedObject object;

  LookupObject(LookupRef ref, Ranges ranges, PageCache cache, Executor executor) {
    this.ref = ref;
    this.object =
        new DerivedObject(
            ref.object(),
            ranges,
            cache,
            executor,
            index ->
                IndexCodec.decode(index, ref).blocks().stream()
                    .flatMap(block -> block.pages().stream()));
  }

  /** Starts reading the index. */
  CompletableFuture<LookupIndex> index() {
    return object.index().thenApply(bytes -> IndexCodec.decode(bytes, ref));
  }

  /** See {@link DerivedObject#pages}. */
  Map<Page, CompletableFuture<byte[]>> pages(List<Page> wanted, boolean evicts) {
    return object.pages(wanted, evicts);
  }
}

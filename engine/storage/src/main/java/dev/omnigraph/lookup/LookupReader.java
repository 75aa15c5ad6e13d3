package dev.omnigraph.lookup;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A look-up object in its store, seen from one version of its table. */
public final class LookupReader implements Lookup {
  private final LookupObject object;
  private final Function<LookupIndex, Coverage> coverage;
  private final DeletedRows deletedRows;
  private final Executor executor;
  private @Nullable CompletableFuture<Opened> opened;
  private @Nullable CompletableFuture<Map<Integer, BitSet>> deleted;

  /**
   * Sends no request.
   *
   * @param ranges of the object
   * @param version the fragments of the version of the table
   * @param executor of whatever waits for the store
   */
  public LookupReader(
      LookupRef ref,
      Ranges ranges,
      PageCache cache,
      List<LiveFile> version,
      DeletedRows deletedRows,
      Executor executor) {
    this(
        new LookupObject(ref, ranges, cache, executor),
        index -> new Coverage(index.files(), version),
        deletedRows,
        executor);
  }

  LookupReader(
      LookupObject object,
      Function<LookupIndex, Coverage> coverage,
      DeletedRows deletedRows,
      Executor executor) {
    this.object = object;
    this.coverage = coverage;
    this.deletedRows = deletedRows;
    this.executor = executor;
  }

  record Opened(LookupIndex index, Coverage coverage) {}

  @Override
  public void start() {
    var _ = open();
  }

  @Override
  public KeySet keys() {
    return opened().index().keys();
  }

  @Override
  public @Nullable KeySet targets() {
    return opened().index().targets();
  }

  @Override
  public boolean covers(Collection<String> columns) {
    return opened().index().columns().getFields().stream()
        .map(Field::getName)
        .toList()
        .containsAll(columns);
  }

  @Override
  public List<Integer> uncovered() {
    return opened().coverage().uncovered().stream().map(LiveFile::fragment).toList();
  }

  @Override
  public long uncoveredRows() {
    return opened().coverage().uncovered().stream().mapToLong(LiveFile::rows).sum();
  }

  /** The files whose rows it knows. */
  public List<CoveredFile> files() {
    return opened().index().files();
  }

  @Override
  public int blocks() {
    return opened().index().blocks().size();
  }

  @Override
  public void warm(int[] ranks, Collection<byte[]> ids, Need need) {
    var _ =
        open()
            .thenAccept(
                object -> {
                  var _ = pages(object, select(object.index(), ranks, ids), need);
                  var _ = deleted(object.coverage());
                });
  }

  @Override
  public void read(
      int[] ranks,
      Collection<byte[]> ids,
      Need need,
      BufferAllocator allocator,
      Consumer<LookupBlock> sink) {
    Opened object = opened();
    deliver(object, select(object.index(), ranks, ids), need, allocator, sink);
  }

  @Override
  public void readAll(Need need, BufferAllocator allocator, Consumer<LookupBlock> sink) {
    Opened object = opened();
    deliver(object, object.index().blocks(), need, allocator, sink);
  }

  void deliver(
      Opened object,
      List<LookupIndex.Block> blocks,
      Need need,
      BufferAllocator allocator,
      Consumer<LookupBlock> sink) {
    var pages = pages(object, blocks, need);
    Map<Integer, BitSet> deleted = join(deleted(object.coverage()));
    LookupIndex index = object.index();
    for (LookupIndex.Block block : blocks) {
      BlockInput.Keys keys = BlockInput.keys(page(pages, block, Region.KEYS), block, index);
      long[] numbers =
          hasNumbers(object, need)
              ? BlockInput.numbers(page(pages, block, Region.ROWS), block.rows(), index.numbers())
              : null;
      VectorSchemaRoot columns =
          hasColumns(object, need)
              ? BlockInput.columns(
                  page(pages, block, Region.COLUMNS), block.rows(), index.columns(), allocator)
              : new VectorSchemaRoot(List.of());
      try (ReadBlock read =
          new ReadBlock(block, keys, numbers, columns, object.coverage(), deleted)) {
        sink.accept(read);
      }
    }
  }

  private static byte[] page(
      Map<LookupIndex.Page, CompletableFuture<byte[]>> pages,
      LookupIndex.Block block,
      Region region) {
    return join(Objects.requireNonNull(pages.get(block.page(region))));
  }

  private Map<LookupIndex.Page, CompletableFuture<byte[]>> pages(
      Opened opened, List<LookupIndex.Block> blocks, Need need) {
    List<LookupIndex.Page> pages = new ArrayList<>();
    for (LookupIndex.Block block : blocks) {
      pages.add(block.page(Region.KEYS));
      if (hasColumns(opened, need)) {
        pages.add(block.page(Region.COLUMNS));
      }
      if (hasNumbers(opened, need)) {
        pages.add(block.page(Region.ROWS));
      }
    }
    return object.pages(pages);
  }

  private static boolean hasColumns(Opened opened, Need need) {
    return need.columns() && !opened.index().columns().getFields().isEmpty();
  }

  private static boolean hasNumbers(Opened opened, Need need) {
    return need.addresses() || opened.coverage().hasGone();
  }

  private static List<LookupIndex.Block> select(
      LookupIndex index, int[] ranks, Collection<byte[]> ids) {
    BitSet blocks = new BitSet();
    for (int rank : ranks) {
      if (rank < 0 || rank >= index.keys().size()) {
        throw new LookupUnusable("A look-up object has no key of rank " + rank + ".");
      }
      blocks.set(index.blockOf(rank));
    }
    for (byte[] id : ids) {
      int block = index.blockOf(id);
      if (block >= 0) {
        blocks.set(block);
      }
    }
    return blocks.stream().mapToObj(index.blocks()::get).toList();
  }

  Opened opened() {
    return join(open());
  }

  /** Once; again only when the store did not answer: an unusable object stays so. */
  private synchronized CompletableFuture<Opened> open() {
    CompletableFuture<Opened> before = opened;
    if (before == null
        || (before.isCompletedExceptionally()
            && !(before.exceptionNow() instanceof LookupUnusable))) {
      before = object.index().thenApply(index -> new Opened(index, coverage.apply(index)));
      opened = before;
    }
    return before;
  }

  private synchronized CompletableFuture<Map<Integer, BitSet>> deleted(Coverage coverage) {
    CompletableFuture<Map<Integer, BitSet>> before = deleted;
    if (before == null || before.isCompletedExceptionally()) {
      List<LiveFile> changed = coverage.changed();
      before =
          changed.isEmpty()
              ? CompletableFuture.completedFuture(Map.of())
              : CompletableFuture.supplyAsync(() -> deletedRows.of(changed), executor);
      deleted = before;
    }
    return before;
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException reason -> throw reason;
        case Error reason -> throw reason;
        case null, default -> throw e;
      }
    }
  }
}

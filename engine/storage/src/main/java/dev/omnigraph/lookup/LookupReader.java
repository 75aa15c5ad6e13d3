package dev.omnigraph.lookup;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DeletedRows;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Joined;
import dev.omnigraph.derived.LiveFile;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A look-up object in its store, seen from one version of its table. */
public final class LookupReader implements Lookup {
  /** Of pages that are read together; while they are handed over, as many more are read. */
  private static final long GROUP_BYTES = 4L << 20;

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
                  new Groups(object, select(object.index(), ranks, ids), need).start();
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
    Groups groups = new Groups(object, blocks, need);
    groups.start();
    Map<Integer, BitSet> deleted = Joined.of(deleted(object.coverage()));
    while (groups.hasNext()) {
      for (LookupIndex.Block block : groups.next()) {
        try (ReadBlock read = read(object, block, groups, need, allocator, deleted)) {
          sink.accept(read);
        }
      }
    }
  }

  private static ReadBlock read(
      Opened object,
      LookupIndex.Block block,
      Groups groups,
      Need need,
      BufferAllocator allocator,
      Map<Integer, BitSet> deleted) {
    LookupIndex index = object.index();
    BlockInput.Keys keys = BlockInput.keys(groups.page(block, Region.KEYS), block, index);
    long[] numbers =
        hasNumbers(object, need)
            ? BlockInput.numbers(groups.page(block, Region.ROWS), block.rows(), index.numbers())
            : null;
    VectorSchemaRoot columns =
        hasColumns(object, need)
            ? BlockInput.columns(
                groups.page(block, Region.COLUMNS), block.rows(), index.columns(), allocator)
            : new VectorSchemaRoot(List.of());
    return new ReadBlock(block, keys, numbers, columns, object.coverage(), deleted);
  }

  /**
   * Blocks in groups of some megabytes, of which two are in memory: the one at hand, and the next,
   * which is being read.
   */
  private final class Groups {
    private static final int FIRST = 2;

    private final List<List<LookupIndex.Block>> groups = new ArrayList<>();
    private final List<Region> regions = new ArrayList<>(List.of(Region.KEYS));
    private final Queue<Map<Page, CompletableFuture<byte[]>>> read = new ArrayDeque<>();
    private Map<Page, CompletableFuture<byte[]>> pages = Map.of();
    private int started;
    private int taken;

    Groups(Opened opened, List<LookupIndex.Block> blocks, Need need) {
      if (hasColumns(opened, need)) {
        regions.add(Region.COLUMNS);
      }
      if (hasNumbers(opened, need)) {
        regions.add(Region.ROWS);
      }
      long bytes = GROUP_BYTES;
      for (LookupIndex.Block block : blocks) {
        if (bytes >= GROUP_BYTES) {
          groups.add(new ArrayList<>());
          bytes = 0;
        }
        groups.getLast().add(block);
        bytes += pages(block).mapToLong(Page::length).sum();
      }
    }

    /** Starts reading the first ones. */
    void start() {
      start(FIRST);
    }

    boolean hasNext() {
      return taken < groups.size();
    }

    /** The next group, which is at hand from now on; the one behind it is started. */
    List<LookupIndex.Block> next() {
      pages = read.remove();
      start(1);
      return groups.get(taken++);
    }

    byte[] page(LookupIndex.Block block, Region region) {
      return Joined.of(Objects.requireNonNull(pages.get(block.page(region))));
    }

    private void start(int ahead) {
      while (read.size() < ahead && started < groups.size()) {
        List<Page> wanted = groups.get(started).stream().flatMap(this::pages).toList();
        // Reading everything would throw out what others read again and again.
        read.add(object.pages(wanted, started < FIRST));
        started++;
      }
    }

    private Stream<Page> pages(LookupIndex.Block block) {
      return regions.stream().map(block::page);
    }
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
        throw new DerivedUnusable("A look-up object has no key of rank " + rank + ".");
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
    return Joined.of(open());
  }

  /** Once; again only when the store did not answer: an unusable object stays so. */
  private synchronized CompletableFuture<Opened> open() {
    CompletableFuture<Opened> before = opened;
    if (before == null
        || (before.isCompletedExceptionally()
            && !(before.exceptionNow() instanceof DerivedUnusable))) {
      before = object.index().thenApply(index -> new Opened(index, coverage.apply(index)));
      opened = before;
    }
    return before;
  }

  private synchronized CompletableFuture<Map<Integer, BitSet>> deleted(Coverage coverage) {
    CompletableFuture<Map<Integer, BitSet>> before = deleted;
    if (before == null || before.isCompletedExceptionally()) {
      before = deletedRows.start(coverage.changed(), executor);
      deleted = before;
    }
    return before;
  }
}

package dev.omnigraph.lookup;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedBody;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.RegionFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes a look-up object: {@link #key} for each id of a set in order, those without rows too, and
 * after it {@link #row} for each of its rows. What is finished waits in temporary files; in memory
 * are the block under way and a few hundred bytes for each finished one. Close it at the end.
 *
 * <p>What no object can be made of is refused with {@link DerivedUnusable}: ids or rows that are
 * out of order, a node that is there twice, other ids than those of the set.
 */
public final class LookupWriter implements AutoCloseable {
  private static final int KEY_BYTES = 16 << 10;

  /** A block may have as many more bytes in columns. */
  private static final int COLUMN_FOLD = 4;

  /** More would make the index long, which is read first. */
  private static final int MOST_BLOCKS = 4000;

  private final LookupColumn by;
  private final KeySet keys;
  private final @Nullable KeySet targets;
  private final Schema columns;
  private final List<CoveredFile> files;
  private final long numbers;
  private final long keyBytes;
  private final long mostBytes;
  private final KeySet.Builder seen = new KeySet.Builder();
  private final List<LookupIndex.Block> blocks = new ArrayList<>();
  private final BlockOutput block;
  private final List<RegionFile> regions = new ArrayList<>();
  private byte @Nullable [] last;
  private int first;

  /**
   * @param columns that are covered; none of lists
   * @param targets of edges the ids at the other end; null of nodes
   * @param files whose rows come, in the order in which their rows are numbered
   * @param rows that will come, about
   * @param mostBytes that the object may have
   */
  public LookupWriter(
      LookupColumn by,
      KeySet keys,
      @Nullable KeySet targets,
      Schema columns,
      List<CoveredFile> files,
      long rows,
      long mostBytes,
      BufferAllocator allocator) {
    this.by = by;
    this.keys = keys;
    this.targets = targets;
    this.columns = columns;
    this.files = List.copyOf(files);
    this.numbers = files.stream().mapToLong(CoveredFile::rows).sum();
    if (numbers > Integer.MAX_VALUE) {
      throw new DerivedUnusable("A look-up object would have " + numbers + " rows.");
    }
    this.mostBytes = mostBytes;
    this.keyBytes = Math.max(KEY_BYTES, (12L * keys.size() + 3 * rows) / MOST_BLOCKS);
    this.block = new BlockOutput(by != LookupColumn.ID, columns, allocator);
    try {
      for (int i = 0; i < Region.values().length; i++) {
        regions.add(new RegionFile());
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * An object that is to be sent.
   *
   * @param body the whole of it, there until the writer is closed
   */
  public record Written(LookupRef ref, DerivedBody body) {}

  /** Begins the next key. */
  public void key(byte[] id) {
    if (last != null && Arrays.compareUnsigned(last, id) >= 0) {
      throw new DerivedUnusable("The ids of a look-up object are not in order.");
    }
    if (isFull()) {
      end(block.keys());
    }
    block.key(id);
    seen.add(id);
    last = id;
  }

  /**
   * Adds a row to the key last begun; of edges in the order of targets, then of numbers.
   *
   * @param target rank of the id at an edge's other end; of nodes nothing
   * @param number of the row, over all files
   * @param columns the covered ones, in their order
   * @param index of the row in these
   */
  public void row(int target, long number, List<FieldVector> columns, int index) {
    if (last == null || !block.isInOrder(target, number)) {
      throw new DerivedUnusable("The rows of a look-up object are not in order.");
    }
    if (number < 0 || number >= numbers || !isTarget(target)) {
      throw new DerivedUnusable("A row of a look-up object is in no file, or leads nowhere.");
    }
    block.row(target, number, columns, index);
    if (isFull() && block.keys() > 1) {
      end(block.keys() - 1);
    }
  }

  /** The object, when all keys have come. */
  public Written finish() {
    if (block.keys() > 0) {
      end(block.keys());
    }
    if (!seen.build().equals(keys)) {
      throw new DerivedUnusable("The ids of a look-up object are not those of the set.");
    }
    byte[] index = IndexCodec.encode(new LookupIndex(by, keys, targets, columns, files, blocks));
    long bytes = bytes() + index.length;
    requireRoom(bytes);
    return new Written(
        new LookupRef(by, DerivedRef.of(".lookup", bytes, index)),
        DerivedBody.of(bytes, () -> regions.stream().map(RegionFile::read).toList(), index));
  }

  @Override
  public void close() {
    block.close();
    regions.forEach(RegionFile::close);
  }

  private long bytes() {
    return regions.stream().mapToLong(RegionFile::size).sum();
  }

  private void requireRoom(long bytes) {
    if (bytes > mostBytes) {
      throw new DerivedUnusable.TooLarge(
          "A look-up object would have more than " + mostBytes + " bytes.");
    }
  }

  private boolean isFull() {
    return block.keyBytes() > keyBytes || block.columnBytes() > COLUMN_FOLD * keyBytes;
  }

  private boolean isTarget(int target) {
    return targets == null || (target >= 0 && target < targets.size());
  }

  /** Ends a block behind so many keys. */
  private void end(int count) {
    List<Page> pages = new ArrayList<>();
    List<byte[]> bodies = block.pages(count);
    for (int i = 0; i < bodies.size(); i++) {
      byte[] page = bodies.get(i);
      pages.add(new Page(regions.get(i).size(), page.length, Page.checksum(page)));
      regions.get(i).add(page);
    }
    requireRoom(bytes());
    blocks.add(new LookupIndex.Block(first, count, block.rows(count), block.firstId(), pages));
    first += count;
    block.drop(count);
  }
}

package dev.omnigraph.lookup;

import dev.omnigraph.derived.Coverage;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.PageCache;
import dev.omnigraph.derived.Ranges;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole of a look-up object and holds it to what it says of itself: every checksum, the
 * order of ids and rows, that each id leads to its block and each row is there once, and what the
 * ids are known by. What the rows are in the table it does not know.
 */
public final class LookupCheck {
  private static final long KEPT_BYTES = 4L << 20;

  private final LookupIndex index;
  private final KeySet.Builder keys = new KeySet.Builder();
  private final Map<Integer, BitSet> rows = new HashMap<>();
  private byte @Nullable [] lastId;

  private LookupCheck(LookupIndex index) {
    this.index = index;
  }

  /**
   * What an object is.
   *
   * @param files whose rows it knows
   * @param rows how many it knows
   */
  public record Checked(
      KeySet keys, @Nullable KeySet targets, Schema columns, List<CoveredFile> files, long rows) {}

  /**
   * Reads and checks an object on this thread, some megabytes at a time.
   *
   * @throws DerivedUnusable if anything is wrong
   */
  public static Checked check(LookupRef ref, Ranges ranges, BufferAllocator allocator) {
    return check(ref, ranges, allocator, block -> {});
  }

  /**
   * The same, and shows each block to somebody else. The addresses of its rows have in place of the
   * fragment the number of the file in the object.
   */
  public static Checked check(
      LookupRef ref, Ranges ranges, BufferAllocator allocator, Consumer<LookupBlock> visitor) {
    LookupReader reader =
        new LookupReader(
            new LookupObject(ref, ranges, new PageCache(KEPT_BYTES), Runnable::run),
            index -> Coverage.whole(index.files()),
            fragments -> Map.of(),
            Runnable::run);
    LookupReader.Opened opened = reader.opened();
    LookupCheck check = new LookupCheck(opened.index());
    reader.deliver(
        opened,
        check.index.blocks(),
        Need.COLUMNS.withAddresses(),
        allocator,
        block -> {
          check.block(block);
          visitor.accept(block);
        });
    return check.result();
  }

  private void block(LookupBlock block) {
    int number = index.blockOf(block.first());
    byte[] first = block.id(0);
    byte[] last = block.id(block.size() - 1);
    require(
        index.blocks().get(number).first() == block.first()
            && index.blockOf(block.first() + block.size() - 1) == number
            && isIn(first, number, 0, block)
            && isIn(last, number, block.size() - 1, block)
            && (lastId == null || Arrays.compareUnsigned(lastId, first) < 0),
        "leads to the wrong block");
    lastId = last;
    for (int key = 0; key < block.size(); key++) {
      keys.add(block.id(key));
      require(
          index.by() != LookupColumn.ID || block.end(key) - block.start(key) <= 1,
          "has a node twice");
      for (int row = block.start(key); row < block.end(key); row++) {
        check(block, key, row);
      }
    }
  }

  private boolean isIn(byte[] id, int number, int key, LookupBlock block) {
    return index.blockOf(id) == number && block.find(id) == key;
  }

  private void check(LookupBlock block, int key, int row) {
    long address = block.address(row);
    BitSet known = rows.computeIfAbsent((int) (address >>> 32), file -> new BitSet());
    require(!known.get((int) address), "has a row twice");
    known.set((int) address);
    require(
        row == block.start(key)
            || block.target(row - 1) < block.target(row)
            || block.address(row - 1) < address,
        "has rows out of order");
  }

  private Checked result() {
    require(keys.build().equals(index.keys()), "has other ids than it says");
    long count = rows.values().stream().mapToLong(BitSet::cardinality).sum();
    return new Checked(index.keys(), index.targets(), index.columns(), index.files(), count);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new DerivedUnusable("A look-up object " + otherwise + ".");
    }
  }
}

package dev.omnigraph.lookup;

import dev.omnigraph.derived.Coverage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A block as one version of its table sees it. */
final class ReadBlock implements LookupBlock, AutoCloseable {
  private final LookupIndex.Block block;
  private final BlockInput.Keys keys;

  /** Of each row; null when they were not asked for and all rows are there. */
  private final long @Nullable [] addresses;

  private final VectorSchemaRoot columns;

  /**
   * @param numbers of the rows; null when nobody needs them
   * @param deleted by fragment, of those that have changed
   */
  ReadBlock(
      LookupIndex.Block block,
      BlockInput.Keys keys,
      long @Nullable [] numbers,
      VectorSchemaRoot columns,
      Coverage coverage,
      Map<Integer, BitSet> deleted) {
    this.block = block;
    this.keys = keys;
    this.columns = columns;
    this.addresses =
        numbers == null
            ? null
            : Arrays.stream(numbers).map(number -> coverage.address(number, deleted)).toArray();
  }

  @Override
  public int first() {
    return block.first();
  }

  @Override
  public int size() {
    return block.keys();
  }

  @Override
  public byte[] id(int key) {
    return Arrays.copyOfRange(keys.ids(), idStart(key), keys.ends()[key]);
  }

  @Override
  public int find(byte[] id) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(
              keys.ids(), idStart(middle), keys.ends()[middle], id, 0, id.length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  @Override
  public int start(int key) {
    return keys.rows()[key];
  }

  @Override
  public int end(int key) {
    return keys.rows()[key + 1];
  }

  @Override
  public boolean isLive(int row) {
    return addresses == null || addresses[row] >= 0;
  }

  @Override
  public int target(int row) {
    return keys.targets()[row];
  }

  @Override
  public long address(int row) {
    if (addresses == null) {
      throw new IllegalStateException("Addresses were not asked for.");
    }
    return addresses[row];
  }

  @Override
  public VectorSchemaRoot columns() {
    return columns;
  }

  @Override
  public void close() {
    columns.close();
  }

  private int idStart(int key) {
    return key == 0 ? 0 : keys.ends()[key - 1];
  }
}

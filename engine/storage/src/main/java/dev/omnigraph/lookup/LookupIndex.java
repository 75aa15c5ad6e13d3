package dev.omnigraph.lookup;

import dev.omnigraph.derived.BlockSearch;
import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.Page;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up object says of itself, and where its pages are.
 *
 * @param keys in the order of their ranks
 * @param targets null of nodes
 * @param columns that are covered
 * @param files whose rows are known, in order: a row's number counts from the first of the first
 * @param blocks in the order of the ranks; none is without keys
 */
record LookupIndex(
    LookupColumn by,
    KeySet keys,
    @Nullable KeySet targets,
    Schema columns,
    List<CoveredFile> files,
    List<Block> blocks) {

  /**
   * Some keys that follow each other.
   *
   * @param first rank of the first
   * @param keys how many they are
   * @param rows of all of them
   * @param id of the first
   * @param pages by region
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Block(int first, int keys, int rows, byte[] id, List<Page> pages) {
    Page page(Region region) {
      return pages.get(region.ordinal());
    }
  }

  /** The block with a rank that there is. */
  int blockOf(int rank) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).first() <= rank) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The only block that may have an id; -1 when none may. */
  int blockOf(byte[] id) {
    return BlockSearch.find(blocks.size(), i -> blocks.get(i).id(), id);
  }

  /** How many rows the files have. */
  long numbers() {
    return files.stream().mapToLong(CoveredFile::rows).sum();
  }
}

package dev.omnigraph.lookup;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.IndexForm;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import dev.omnigraph.derived.PageOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The index of a look-up object as bytes: four letters, the number of the format, the rest packed.
 */
final class IndexCodec {
  private static final IndexForm FORM =
      new IndexForm(new byte[] {'O', 'G', 'L', 'K'}, 1, "A look-up object");
  private static final byte[] NONE = {};

  private IndexCodec() {}

  static byte[] encode(LookupIndex index) {
    PageOutput out = new PageOutput();
    out.number(index.by().ordinal());
    keys(out, index.keys());
    KeySet targets = index.targets();
    out.number(targets == null ? 0 : 1);
    if (targets != null) {
      keys(out, targets);
    }
    out.block(index.columns().serializeAsMessage());
    out.number(index.files().size());
    for (CoveredFile file : index.files()) {
      out.file(file);
    }
    out.number(index.blocks().size());
    byte[] before = NONE;
    for (LookupIndex.Block block : index.blocks()) {
      out.id(before, block.id());
      before = block.id();
      out.number(block.keys());
      out.number(block.rows());
      for (Page page : block.pages()) {
        out.page(page);
      }
    }
    return FORM.packed(out);
  }

  /**
   * @throws DerivedUnusable if it is no index of this format, or not that of the object
   */
  static LookupIndex decode(byte[] bytes, LookupRef ref) {
    PageInput in = FORM.unpacked(bytes);
    LookupColumn by = LookupColumn.values()[in.upTo(LookupColumn.values().length - 1)];
    KeySet keys = keys(in);
    @Nullable KeySet targets = in.upTo(1) == 0 ? null : keys(in);
    Schema columns = schema(in.block());
    List<CoveredFile> files = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      files.add(in.file(Integer.MAX_VALUE));
    }
    List<LookupIndex.Block> blocks =
        blocks(in, keys.size(), ref.object().bytes() - ref.object().indexBytes());
    in.finish();
    if (by != ref.by() || (by == LookupColumn.ID) != (targets == null)) {
      throw new DerivedUnusable("A look-up object is sorted by another column.");
    }
    return new LookupIndex(by, keys, targets, columns, List.copyOf(files), blocks);
  }

  private static List<LookupIndex.Block> blocks(PageInput in, int keys, long end) {
    int count = in.count();
    List<LookupIndex.Block> blocks = new ArrayList<>(count);
    int first = 0;
    byte[] id = NONE;
    int[][] pages = new int[count][];
    for (int i = 0; i < count; i++) {
      byte[] next = in.id(id);
      if (i > 0 && Arrays.compareUnsigned(id, next) >= 0) {
        throw PageInput.damaged();
      }
      id = next;
      int size = in.upTo(keys - first);
      int rows = in.upTo(Integer.MAX_VALUE);
      if (size == 0) {
        throw PageInput.damaged();
      }
      int[] page = new int[2 * Region.values().length];
      for (int j = 0; j < page.length; j += 2) {
        page[j] = in.upTo(Integer.MAX_VALUE);
        page[j + 1] = (int) in.number();
      }
      pages[i] = page;
      blocks.add(new LookupIndex.Block(first, size, rows, id, new ArrayList<>()));
      first += size;
    }
    long offset = 0;
    for (Region region : Region.values()) {
      int at = 2 * region.ordinal();
      for (int i = 0; i < count; i++) {
        int length = pages[i][at];
        blocks.get(i).pages().add(new Page(offset, length, pages[i][at + 1]));
        offset += length;
      }
    }
    if (first != keys || offset != end) {
      throw PageInput.damaged();
    }
    return blocks;
  }

  private static void keys(PageOutput out, KeySet keys) {
    out.number(keys.size());
    out.text(keys.digest());
  }

  private static KeySet keys(PageInput in) {
    return new KeySet(in.upTo(Integer.MAX_VALUE), in.text());
  }

  private static Schema schema(byte[] bytes) {
    try {
      return Schema.deserializeMessage(ByteBuffer.wrap(bytes));
    } catch (RuntimeException notASchema) {
      throw PageInput.damaged();
    }
  }
}

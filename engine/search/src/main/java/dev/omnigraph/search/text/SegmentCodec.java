package dev.omnigraph.search.text;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.IndexForm;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import dev.omnigraph.derived.PageOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The index of a segment as bytes: four letters, the number of the format, the rest packed. */
final class SegmentCodec {
  private static final IndexForm FORM =
      new IndexForm(new byte[] {'O', 'G', 'T', 'X'}, 1, "A text segment");
  private static final byte[] NONE = {};

  private SegmentCodec() {}

  static byte[] encode(SegmentIndex index) {
    PageOutput out = new PageOutput();
    out.text(index.analysis());
    out.number(index.positions() ? 1 : 0);
    out.number(index.files().size());
    for (SegmentIndex.File file : index.files()) {
      out.file(file.file());
      out.number(file.texts());
      out.number(file.tokens());
    }
    out.number(index.blocks().size());
    byte[] before = NONE;
    for (SegmentIndex.Block block : index.blocks()) {
      out.id(before, block.first());
      before = block.first();
      out.page(block.page());
    }
    pages(out, index.postings());
    pages(out, index.lengths());
    return FORM.packed(out);
  }

  /**
   * @throws DerivedUnusable if it is no index of this format, or not that of the object
   */
  static SegmentIndex decode(byte[] bytes, DerivedRef ref) {
    PageInput in = FORM.unpacked(bytes);
    String analysis = in.text();
    boolean positions = in.upTo(1) == 1;
    List<SegmentIndex.File> files = files(in);
    long most = ref.bytes() - ref.indexBytes();
    List<SegmentIndex.Block> blocks = blocks(in, most);
    long at = blocks.isEmpty() ? 0 : blocks.getLast().page().end();
    List<Page> postings = pages(in, at, most);
    at = postings.isEmpty() ? at : postings.getLast().end();
    List<Page> lengths = pages(in, at, most);
    at = lengths.isEmpty() ? at : lengths.getLast().end();
    in.finish();
    SegmentIndex index = new SegmentIndex(analysis, positions, files, blocks, postings, lengths);
    long rows = index.rows();
    if (at != most
        || lengths.size() != (rows + SegmentIndex.LENGTHS_PAGE - 1) / SegmentIndex.LENGTHS_PAGE
        || !isFilled(postings)) {
      throw PageInput.damaged();
    }
    return index;
  }

  private static List<SegmentIndex.File> files(PageInput in) {
    List<SegmentIndex.File> files = new ArrayList<>();
    int rows = 0;
    for (int left = in.count(); left > 0; left--) {
      CoveredFile file = in.file(Integer.MAX_VALUE - rows);
      rows += (int) file.rows();
      int texts = in.upTo((int) file.rows());
      long tokens = in.number();
      if (tokens < 0 || tokens >> 40 > 0) {
        throw PageInput.damaged();
      }
      files.add(new SegmentIndex.File(file, texts, tokens));
    }
    return List.copyOf(files);
  }

  private static List<SegmentIndex.Block> blocks(PageInput in, long most) {
    List<SegmentIndex.Block> blocks = new ArrayList<>();
    byte[] before = NONE;
    long at = 0;
    for (int left = in.count(); left > 0; left--) {
      byte[] first = in.id(before);
      if (!blocks.isEmpty() && Arrays.compareUnsigned(before, first) >= 0) {
        throw PageInput.damaged();
      }
      before = first;
      Page page = page(in, at, most);
      at = page.end();
      blocks.add(new SegmentIndex.Block(first, page));
    }
    return List.copyOf(blocks);
  }

  /** Whether all pages but the last are full. */
  private static boolean isFilled(List<Page> postings) {
    for (int i = 0; i < postings.size(); i++) {
      int length = postings.get(i).length();
      if (length > SegmentIndex.POSTINGS_PAGE
          || (length < SegmentIndex.POSTINGS_PAGE && i + 1 < postings.size())) {
        return false;
      }
    }
    return true;
  }

  private static void pages(PageOutput out, List<Page> pages) {
    out.number(pages.size());
    pages.forEach(out::page);
  }

  private static List<Page> pages(PageInput in, long start, long most) {
    List<Page> pages = new ArrayList<>();
    long at = start;
    for (int left = in.count(); left > 0; left--) {
      Page page = page(in, at, most);
      at = page.end();
      pages.add(page);
    }
    return List.copyOf(pages);
  }

  private static Page page(PageInput in, long at, long most) {
    int length = in.upTo((int) Math.min(Integer.MAX_VALUE, most - at));
    if (length == 0) {
      throw PageInput.damaged();
    }
    return new Page(at, length, (int) in.number());
  }
}

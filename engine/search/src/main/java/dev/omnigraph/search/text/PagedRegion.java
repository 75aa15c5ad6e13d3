package dev.omnigraph.search.text;

import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.RegionFile;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A region under way, and where its pages are in it. */
final class PagedRegion implements AutoCloseable {
  private final RegionFile file = new RegionFile();
  private final List<Page> pages = new ArrayList<>();

  /** The page of a stream that is not full. */
  private final byte[] rest = new byte[SegmentIndex.POSTINGS_PAGE];

  private int size;

  void page(byte[] page) {
    pages.add(new Page(file.size(), page.length, Page.checksum(page)));
    file.add(page);
  }

  /** Adds to a stream that is cut into pages of one length. */
  void stream(byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(bytes.length - from, rest.length - size);
      System.arraycopy(bytes, from, rest, size, length);
      from += length;
      size += length;
      if (size == rest.length) {
        endStream();
      }
    }
  }

  void endStream() {
    if (size > 0) {
      page(Arrays.copyOf(rest, size));
      size = 0;
    }
  }

  /** Of all that was added, whether in a page or not yet. */
  long bytes() {
    return file.size() + size;
  }

  /** The pages in an object in which the region begins there. */
  List<Page> pages(long start) {
    return pages.stream()
        .map(page -> new Page(start + page.offset(), page.length(), page.checksum()))
        .toList();
  }

  InputStream read() {
    return file.read();
  }

  @Override
  public void close() {
    file.close();
  }
}

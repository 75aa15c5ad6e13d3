package dev.omnigraph.search.vector;

import dev.omnigraph.derived.CoveredFile;
import dev.omnigraph.derived.DerivedRef;
import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.derived.IndexForm;
import dev.omnigraph.derived.Page;
import dev.omnigraph.derived.PageInput;
import dev.omnigraph.derived.PageOutput;
import dev.omnigraph.schema.VectorMetric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a vector segment as bytes: four letters, the number of the format, then what {@link
 * VectorSegmentIndex} has. The pages of the centres come first in the object, then those of the
 * lists.
 */
final class VectorIndexCodec {
  private static final IndexForm FORM =
      new IndexForm(new byte[] {'O', 'G', 'V', 'E'}, 2, "A vector segment");
  private static final int MOST_DIMENSION = 1 << 20;

  /** Centres up to this size stand in the index: they are needed as soon as it is. */
  private static final int MOST_INSIDE = 2 << 20;

  private static final int PAGE_BYTES = 256 << 10;

  /** Some numbers, and the number of a row as the difference from the one before it. */
  static final int LEAST_BESIDE_CODES = ListRows.NUMBERS * Float.BYTES + 1;

  static final int MOST_BESIDE_CODES = ListRows.NUMBERS * Float.BYTES + 5;

  private VectorIndexCodec() {}

  /** How many rows of a list are a page, save its last one. */
  static int rowsOfPage(int dimension) {
    return Math.max(1, PAGE_BYTES / (RowCode.bytes(dimension) + MOST_BESIDE_CODES));
  }

  /** How many centres are a page, save the last one; 0 where all stand in the index. */
  static int centresOfPage(long count, int dimension) {
    long bytes = (long) dimension * Short.BYTES;
    return count * bytes <= MOST_INSIDE ? 0 : (int) Math.max(1, MOST_INSIDE / bytes);
  }

  static byte[] encode(VectorSegmentIndex index) {
    PageOutput out = FORM.begin();
    out.number(index.metric().ordinal());
    out.number(index.dimension());
    out.number(index.files().size());
    for (CoveredFile file : index.files()) {
      out.file(file);
    }
    byte[] deviation = floats(index.deviation());
    out.bytes(deviation, 0, deviation.length);
    out.number(index.lists().size());
    for (VectorList list : index.lists()) {
      out.number(list.rows());
      byte[] spread = floats(list.spread());
      out.bytes(spread, 0, spread.length);
      list.pages().forEach(out::page);
    }
    CentreCodes centres = index.centres();
    byte[] origin = floats(centres.origin());
    out.bytes(origin, 0, origin.length);
    byte[] step = floats(centres.step());
    out.bytes(step, 0, step.length);
    if (index.centrePages().isEmpty()) {
      byte[] codes = shorts(centres.codes(), 0, centres.codes().length);
      out.bytes(codes, 0, codes.length);
    } else {
      index.centrePages().forEach(out::page);
    }
    return out.toBytes();
  }

  /**
   * @throws DerivedUnusable if it is no index of this format, or not that of the object
   */
  static VectorSegmentIndex decode(byte[] bytes, DerivedRef ref) {
    PageInput in = FORM.opened(bytes);
    VectorMetric metric = VectorMetric.values()[in.upTo(VectorMetric.values().length - 1)];
    int dimension = in.upTo(MOST_DIMENSION);
    if (dimension == 0) {
      throw PageInput.damaged();
    }
    List<CoveredFile> files = new ArrayList<>();
    long numbers = 0;
    for (int left = in.count(); left > 0; left--) {
      CoveredFile file = in.file((int) (Integer.MAX_VALUE - numbers));
      files.add(file);
      numbers += file.rows();
    }
    return new Lists(in, dimension, numbers, ref.bytes() - ref.indexBytes())
        .read(metric, List.copyOf(files));
  }

  /** Reads the part of an index that says where pages are. */
  private static final class Lists {
    private final PageInput in;
    private final int dimension;
    private final long end;
    private long rowsLeft;
    private long offset;

    /**
     * @param numbers how many rows the files have
     * @param end of the pages
     */
    Lists(PageInput in, int dimension, long numbers, long end) {
      this.in = in;
      this.dimension = dimension;
      this.rowsLeft = numbers;
      this.end = end;
    }

    VectorSegmentIndex read(VectorMetric metric, List<CoveredFile> files) {
      float deviation = nonNegative();
      int count = in.count();
      int perPage = centresOfPage(count, dimension);
      long width = (long) dimension * Short.BYTES;
      // Those of the centres come first, and are as long as these are.
      offset = perPage == 0 ? 0 : count * width;
      List<VectorList> lists = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lists.add(list());
      }
      if (offset != end) {
        throw PageInput.damaged();
      }
      float[] origin = floats(in.bytes(dimension * Float.BYTES));
      float step = nonNegative();
      List<Page> centrePages = new ArrayList<>();
      short[] codes = {};
      if (perPage == 0) {
        codes = shorts(in.bytes((int) (count * width)));
      } else {
        offset = 0;
        for (int i = 0; i < count; i += perPage) {
          long length = Math.min(perPage, count - i) * width;
          centrePages.add(page(length, length));
        }
      }
      in.finish();
      return new VectorSegmentIndex(
          metric,
          dimension,
          files,
          deviation,
          centrePages,
          new CentreCodes(origin, step, codes),
          List.copyOf(lists));
    }

    private VectorList list() {
      int rows = in.upTo((int) rowsLeft);
      if (rows == 0) {
        throw PageInput.damaged();
      }
      rowsLeft -= rows;
      float spread = nonNegative();
      List<Page> pages = new ArrayList<>();
      int perPage = rowsOfPage(dimension);
      int codeBytes = RowCode.bytes(dimension);
      for (int left = rows; left > 0; left -= perPage) {
        long some = Math.min(left, perPage);
        pages.add(
            page(some * (codeBytes + LEAST_BESIDE_CODES), some * (codeBytes + MOST_BESIDE_CODES)));
      }
      return new VectorList(rows, spread, pages);
    }

    private float nonNegative() {
      float value = floats(in.bytes(Float.BYTES))[0];
      if (value < 0) {
        throw PageInput.damaged();
      }
      return value;
    }

    private Page page(long least, long most) {
      int length = in.upTo(Integer.MAX_VALUE);
      int checksum = (int) in.number();
      if (length < least || length > most || length > end - offset) {
        throw PageInput.damaged();
      }
      Page page = new Page(offset, length, checksum);
      offset += length;
      return page;
    }
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static byte[] shorts(short[] values, int from, int to) {
    ByteBuffer bytes =
        ByteBuffer.allocate((to - from) * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(values, from, to - from);
    return bytes.array();
  }

  static short[] shorts(byte[] bytes) {
    short[] values = new short[bytes.length / Short.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(values);
    return values;
  }

  /** Finite ones. */
  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw PageInput.damaged();
      }
    }
    return values;
  }
}

package dev.omnigraph.derived;

import java.util.Arrays;

/**
 * The form of an index: four letters and the number of its format, and then what it has, packed or
 * as it is.
 *
 * @param what it is an index of, at the beginning of a sentence
 */
@SuppressWarnings("ArrayRecordComponent")
public record IndexForm(byte[] magic, int format, String what) {

  /** Begins an index. */
  public PageOutput begin() {
    PageOutput out = new PageOutput();
    out.bytes(magic, 0, magic.length);
    out.number(format);
    return out;
  }

  /** An index with its contents packed. */
  public byte[] packed(PageOutput contents) {
    PageOutput whole = begin();
    byte[] packed = Deflation.pack(contents.toBytes());
    whole.bytes(packed, 0, packed.length);
    return whole.toBytes();
  }

  /**
   * Behind what {@link #begin} wrote.
   *
   * @throws DerivedUnusable if an index has another form
   */
  public PageInput opened(byte[] index) {
    PageInput in = new PageInput(index);
    if (!Arrays.equals(in.bytes(magic.length), magic)) {
      throw new DerivedUnusable(what + " has another form.");
    }
    long other = in.number();
    if (other != format) {
      throw new DerivedUnusable(what + " has format " + other + ", which is not known.");
    }
    return in;
  }

  /** The same of an index that was packed: its contents. */
  public PageInput unpacked(byte[] index) {
    return new PageInput(opened(index).unpacked());
  }
}

package dev.omnigraph.search.text;

import dev.omnigraph.derived.DerivedUnusable;
import java.util.function.Supplier;

/** The rows of a segment, which may turn out to be of no use at any time. */
final class SegmentPart implements Part {
  private final TextSegment segment;
  private final Part part;

  SegmentPart(TextSegment segment, Part part) {
    this.segment = segment;
    this.part = part;
  }

  /** A segment is of no use: its rows are to be read. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TextSegment segment;

    private Unusable(TextSegment segment, DerivedUnusable cause) {
      super(cause);
      this.segment = segment;
    }

    TextSegment segment() {
      return segment;
    }
  }

  /**
   * @throws Unusable if the segment is of no use
   */
  static <T> T reading(TextSegment segment, Supplier<T> read) {
    try {
      return read.get();
    } catch (DerivedUnusable e) {
      throw new Unusable(segment, e);
    }
  }

  @Override
  public void find(Found found, Found candidates) {
    var _ =
        reading(
            segment,
            () -> {
              part.find(found, candidates);
              return segment;
            });
  }

  @Override
  public long texts() {
    return reading(segment, part::texts);
  }

  @Override
  public long tokens() {
    return reading(segment, part::tokens);
  }

  @Override
  public long[] counts() {
    return reading(segment, part::counts);
  }

  @Override
  public void score(Weights weights, Found found) {
    var _ =
        reading(
            segment,
            () -> {
              part.score(weights, found);
              return segment;
            });
  }
}

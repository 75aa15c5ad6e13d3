package dev.omnigraph.call;

/** Which bytes of a blob are wanted; they are counted from 0. */
public sealed interface BlobPart {
  /** All of them. */
  record Whole() implements BlobPart {}

  /** None, only what is known of the blob. */
  record Nothing() implements BlobPart {}

  /**
   * From one to another, both included.
   *
   * @param first not negative
   * @param last not less than {@code first}; where the blob ends before it, the part ends with the
   *     blob
   */
  record Span(long first, long last) implements BlobPart {
    public Span {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("no span: %d to %d".formatted(first, last));
      }
    }

    /** To the end of the blob. */
    public static Span from(long first) {
      return new Span(first, Long.MAX_VALUE);
    }
  }

  /**
   * The last ones, or all where there are fewer.
   *
   * @param count not negative
   */
  record Last(long count) implements BlobPart {
    public Last {
      if (count < 0) {
        throw new IllegalArgumentException("not a number of bytes: " + count);
      }
    }
  }
}

package dev.omnigraph.call;

import dev.omnigraph.commit.ReadAt;

/**
 * A read of a blob, or of a part of it.
 *
 * @param condition under which bytes are answered
 * @param most bytes that the part may have
 */
public record BlobRequest(
    ReadAt at, BlobPlace place, BlobPart part, BlobCondition condition, int most) {

  /** The whole blob under no condition, however large. */
  public static BlobRequest whole(ReadAt at, BlobPlace place) {
    return new BlobRequest(
        at, place, new BlobPart.Whole(), BlobCondition.NONE, Integer.MAX_VALUE - 64);
  }

  /** The same blob, another part. */
  public BlobRequest of(BlobPart other) {
    return new BlobRequest(at, place, other, condition, most);
  }

  /** The same, of another state. */
  public BlobRequest at(ReadAt other) {
    return new BlobRequest(other, place, part, condition, most);
  }
}

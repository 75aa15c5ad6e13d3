package dev.omnigraph.http;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.HttpError;
import java.io.FilterOutputStream;

/** Ends what is written where it becomes too large, so that the rest is not read in vain. */
final class BoundedStream extends FilterOutputStream {
  private final CarriedBytes bytes;
  private final GraphException.Builder tooLarge;

  /**
   * @param what it is, at the beginning of a sentence
   */
  BoundedStream(CarriedBytes bytes, String what) {
    super(bytes);
    this.bytes = bytes;
    this.tooLarge =
        GraphException.of(
                HttpError.ANSWER_TOO_LARGE,
                "%s has more than %d bytes, the most that Lambda carries."
                    .formatted(what, CarriedBytes.LIMIT))
            .with("limit", CarriedBytes.LIMIT);
  }

  BoundedStream next(String step) {
    tooLarge.next(step);
    return this;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) {
    bytes.write(block, offset, length);
    if (!bytes.fit()) {
      throw tooLarge.build();
    }
  }
}

package dev.omnigraph.commit;

/** Told of every seam before its request is sent. In production nobody listens. */
@FunctionalInterface
public interface Seams {
  Seams NONE = (seam, subject) -> {};

  /**
   * Called on the thread that sends the request.
   *
   * @param subject the key of the object, or the id of the table
   */
  void at(Seam seam, String subject);
}

package dev.omnigraph.lookup;

/**
 * A look-up object that is missing, damaged or of another format. Not an error for anybody: what
 * was asked is answered without it.
 */
public final class LookupUnusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LookupUnusable(String message) {
    super(message);
  }
}

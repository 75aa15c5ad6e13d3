package dev.omnigraph.lookup;

/**
 * A look-up object that is missing, damaged or of another format. Not an error for anybody: what
 * was asked is answered without it.
 */
public class LookupUnusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LookupUnusable(String message) {
    super(message);
  }

  /** It would be larger than it may be. */
  public static final class TooLarge extends LookupUnusable {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message);
    }
  }
}

package dev.omnigraph.derived;

/**
 * An object derived from a table that is missing, damaged or of another format. Not an error for
 * anybody: what was asked is answered without it.
 */
public class DerivedUnusable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DerivedUnusable(String message) {
    super(message);
  }

  /** It would be larger than it may be. */
  public static final class TooLarge extends DerivedUnusable {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message);
    }
  }
}

package dev.omnigraph.id;

/**
 * What a branch is to the log, minted when it is made: a branch of the same name that is made later
 * has another, and nothing that is stored below it is ever taken for the first one's. In the order
 * of the texts, which is that of time.
 */
public record BranchId(String text) implements Comparable<BranchId> {
  /** Of no branch. */
  public static final BranchId NONE = new BranchId("");

  /**
   * @throws IllegalArgumentException if no branch has such an id
   */
  public BranchId {
    if (text.indexOf('/') >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not the id of a branch");
    }
  }

  @Override
  public int compareTo(BranchId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

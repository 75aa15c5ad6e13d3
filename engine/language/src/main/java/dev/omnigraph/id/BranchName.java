package dev.omnigraph.id;

/**
 * What people call a branch; a name may go to another branch once its first one is deleted. Any
 * text, because callers say it: what a branch may be called is checked where one is looked for or
 * made. In the order of the texts.
 */
public record BranchName(String text) implements Comparable<BranchName> {
  /** The branch that every graph has. */
  public static final BranchName MAIN = new BranchName("main");

  @Override
  public int compareTo(BranchName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

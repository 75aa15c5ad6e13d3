package dev.omnigraph.id;

/**
 * What people call a hold, which keeps a commit from cleanup. Any text, because callers say it:
 * what a hold may be called is checked where one is looked for or made. In the order of the texts.
 */
public record HoldName(String text) implements Comparable<HoldName> {
  @Override
  public int compareTo(HoldName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.omnigraph.id;

/**
 * A write, from its arming to its end: a ULID, the same in its sidecar, in the versions of tables
 * that it makes, in its record and in its audit entry. The name of a stray object may give any
 * text, which then is no operation's.
 */
public record OperationId(String text) implements Comparable<OperationId> {
  /** Of a write that has not begun. */
  public static final OperationId NONE = new OperationId("");

  @Override
  public int compareTo(OperationId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

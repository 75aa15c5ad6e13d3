package dev.omnigraph.lang;

/**
 * Counts what a compilation does: characters and tokens looked at, nodes checked, names compared.
 * So it can be held, without a clock, that hostile input costs no more than its length.
 */
public final class WorkCounter {
  private long count;

  public void add() {
    count++;
  }

  public void add(long many) {
    count += many;
  }

  public long count() {
    return count;
  }
}

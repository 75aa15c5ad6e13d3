package dev.omnigraph.jsonl;

/**
 * How much of an input one commit takes, so that a load needs bounded memory. An input is cut the
 * same way every time, which is what makes a load restartable: changing the limits changes the
 * cuts.
 *
 * @param bytes of whole lines in one commit
 * @param lines in one commit
 * @param lineBytes in one line; a longer one is refused
 */
public record LoadLimits(int bytes, int lines, int lineBytes) {
  public static final LoadLimits DEFAULT = new LoadLimits(32 << 20, 250_000, 16 << 20);

  public LoadLimits {
    if (lineBytes > bytes || lines < 1 || lineBytes < 1) {
      throw new IllegalArgumentException("A chunk takes at least one line.");
    }
  }
}

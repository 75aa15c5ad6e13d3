package dev.omnigraph.id;

/** The SHA-256 of a set of texts in its stored form, in lower-case hex, which names its object. */
public record TextsHash(String text) implements Comparable<TextsHash> {
  /** Of no texts, which have no object. */
  public static final TextsHash NONE = new TextsHash("");

  /**
   * @throws IllegalArgumentException if no texts have such a hash
   */
  public TextsHash {
    if (!text.isEmpty() && !Sha256.isHex(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is not the hash of texts");
    }
  }

  /** The hash that a stored form proves. */
  public static TextsHash of(byte[] stored) {
    return new TextsHash(Sha256.hex(stored));
  }

  @Override
  public int compareTo(TextsHash other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

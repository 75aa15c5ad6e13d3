package dev.omnigraph.id;

/** The SHA-256 of a schema's stored form, in lower-case hex, which names its objects. */
public record SchemaHash(String text) implements Comparable<SchemaHash> {
  /** Of a schema without a stored form yet, and of a branch before its first schema. */
  public static final SchemaHash NONE = new SchemaHash("");

  /**
   * @throws IllegalArgumentException if no schema has such a hash
   */
  public SchemaHash {
    if (!text.isEmpty() && !Sha256.isHex(text)) {
      throw new IllegalArgumentException("\"" + text + "\" is not the hash of a schema");
    }
  }

  /** The hash that a stored form proves. */
  public static SchemaHash of(byte[] stored) {
    return new SchemaHash(Sha256.hex(stored));
  }

  @Override
  public int compareTo(SchemaHash other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

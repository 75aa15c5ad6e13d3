package dev.omnigraph.lookup;

import dev.omnigraph.derived.DerivedRef;
import java.util.regex.Pattern;

/**
 * A look-up object as the pin of a table's version names it.
 *
 * @param name of the object below its table's folder; nobody else's, ever
 * @param bytes of the whole object
 * @param indexBytes of the index at its end
 * @param checksum CRC-32C of these
 */
public record LookupRef(LookupColumn by, String name, long bytes, int indexBytes, long checksum) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.lookup");

  /**
   * @throws IllegalArgumentException for what no object can be
   */
  public LookupRef {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name \"" + name + "\" is not that of a look-up object");
    }
    var _ = new DerivedRef(name, bytes, indexBytes, checksum);
  }

  public LookupRef(LookupColumn by, DerivedRef object) {
    this(by, object.name(), object.bytes(), object.indexBytes(), object.checksum());
  }

  /** The object itself. */
  public DerivedRef object() {
    return new DerivedRef(name, bytes, indexBytes, checksum);
  }
}

package dev.omnigraph.lookup;

import dev.omnigraph.derived.DerivedRef;
import java.util.regex.Pattern;

/** A look-up object as the pin of a table's version names it. */
public record LookupRef(LookupColumn by, DerivedRef object) {
  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.lookup");

  /**
   * @throws IllegalArgumentException for what no object can be
   */
  public LookupRef {
    if (!NAME.matcher(object.name()).matches()) {
      throw new IllegalArgumentException(
          "the name \"" + object.name() + "\" is not that of a look-up object");
    }
  }
}

package dev.omnigraph.lookup;

/**
 * A look-up object as the pin of a table's version names it.
 *
 * @param name of the object below its table's folder; nobody else's, ever
 * @param bytes of the whole object
 * @param indexBytes of the index at its end
 * @param checksum CRC-32C of these
 */
public record LookupRef(
    LookupColumn by, String name, long bytes, int indexBytes, long checksum) {}

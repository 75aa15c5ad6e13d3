package dev.omnigraph.call;

/**
 * Where a blob is.
 *
 * @param type name of a node type or an edge type
 * @param id of the entity
 * @param property of type Blob
 */
public record BlobPlace(String type, String id, String property) {
  @Override
  public String toString() {
    return "%s \"%s\".%s".formatted(type, id, property);
  }
}

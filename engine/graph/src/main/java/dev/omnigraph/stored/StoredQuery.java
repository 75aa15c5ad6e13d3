package dev.omnigraph.stored;

import dev.omnigraph.query.TypedQuery;

/**
 * A stored query that fits the schema in force.
 *
 * @param file that it stands in
 * @param source of the whole file
 */
public record StoredQuery(String name, String file, String source, TypedQuery query) {

  public boolean writes() {
    return query instanceof TypedQuery.Write;
  }
}

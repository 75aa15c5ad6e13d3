package dev.omnigraph.cli;

import dev.omnigraph.query.TypedQuery;

/**
 * A query that a test runs.
 *
 * @param source of the whole file
 * @param file its name in messages
 */
record TestQuery(String name, String source, String file, TypedQuery typed) {
  boolean writes() {
    return typed instanceof TypedQuery.Write;
  }

  /** Whether it says in which order its rows come. */
  boolean isOrdered() {
    return typed instanceof TypedQuery.Read read && !read.order().isEmpty();
  }
}

package dev.omnigraph.access;

import dev.omnigraph.error.GraphException;

/** What an action is done to. Each lies in the one above it, so a policy may name any of them. */
public sealed interface Resource {
  /** The name by which policies know it. */
  String name();

  /** A whole graph: {@code Graph::"flights"}. */
  record Graph(String name) implements Resource {}

  /** {@code Branch::"main"} in its graph. */
  record Branch(String name, boolean isProtected, Graph graph) implements Resource {}

  /** A stored query: {@code Query::"top_ten"} in its branch. */
  record Query(String name, Branch branch) implements Resource {}

  /** A node or edge type: {@code Type::"Person"} in its branch. */
  record Type(String name, Branch branch) implements Resource {}

  static Graph graph(String name) {
    return new Graph(name);
  }

  static Branch branch(String graph, String name, boolean isProtected) {
    return new Branch(name, isProtected, new Graph(graph));
  }

  /**
   * A resource as people write it: {@code graph}, {@code branch}, {@code query:NAME} or {@code
   * type:NAME}.
   *
   * @param branch in which it is
   * @throws GraphException {@code unknown_resource}
   */
  static Resource parse(String text, Branch branch) {
    if (text.equals("graph")) {
      return branch.graph();
    }
    if (text.equals("branch")) {
      return branch;
    }
    if (text.startsWith("query:")) {
      return new Query(text.substring("query:".length()), branch);
    }
    if (text.startsWith("type:")) {
      return new Type(text.substring("type:".length()), branch);
    }
    throw GraphException.of(AccessError.UNKNOWN_RESOURCE, "\"" + text + "\" is not a resource.")
        .build();
  }
}

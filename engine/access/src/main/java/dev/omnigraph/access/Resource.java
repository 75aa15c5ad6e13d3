package dev.omnigraph.access;

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
}

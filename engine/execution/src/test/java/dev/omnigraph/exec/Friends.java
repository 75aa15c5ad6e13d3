package dev.omnigraph.exec;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Five people, whom they know and where they work. */
@NullUnmarked
final class Friends {
  static final String SCHEMA =
      """
      node Person { name: String @key  age: I32?  score: F64?  tags: [String]? }
      node Company { name: String @key  size: I32? }
      edge Knows: Person -> Person { since: I32? }
      edge WorksAt: Person -> Company
      """;

  private Friends() {}

  /** ann → bob → cid → ann, ann → dan, dan → dan, ann → bob again; eve knows nobody. */
  static MemoryGraph graph() {
    return new MemoryGraph(MemoryQueries.schema(SCHEMA))
        .node("Person", "ann", "ann", 30, 0.1, List.of("x", "y"))
        .node("Person", "bob", "bob", null, 0.2, List.of())
        .node("Person", "cid", "cid", 20, 0.3, null)
        .node("Person", "dan", "dan", 30, null, List.of("y"))
        .node("Person", "eve", "eve", 50, null, null)
        .node("Company", "acme", "acme", 5)
        .node("Company", "bits", "bits", null)
        .edge("Knows", "k1", "ann", "bob", 2001)
        .edge("Knows", "k2", "bob", "cid", 2002)
        .edge("Knows", "k3", "cid", "ann", 2003)
        .edge("Knows", "k4", "ann", "dan", 2004)
        .edge("Knows", "k5", "dan", "dan", new Object[] {null})
        .edge("Knows", "k6", "ann", "bob", 2006)
        .edge("WorksAt", "w1", "ann", "acme")
        .edge("WorksAt", "w2", "bob", "acme")
        .edge("WorksAt", "w3", "dan", "bits");
  }
}

package dev.omnigraph.model;

import java.util.Optional;

/**
 * Two tables, a schema and a stored query, small enough to try everything, and operations on them.
 *
 * @param nodes bits of {@link #X} to {@link #NEW_Y}
 * @param edges bits of {@link #E1} to {@link #NOTE}
 * @param query whether the query is stored, which only the first schema has the types of
 */
record Tables(int nodes, int edges, int schema, int query) {
  static final int X = 1;

  /** Y and Z have the same value where the schema wants values to be unique. */
  static final int Y = 2;

  static final int Z = 4;

  /** Y as the new schema wants it. */
  static final int NEW_Y = 8;

  /** Edges from X; of E1 and E2 there may be one. */
  static final int E1 = 1;

  static final int E2 = 2;
  static final int FREE = 4;

  /** Says that there was no X. */
  static final int NOTE = 8;

  /** What the stored query inserts. */
  static final int CALLED = 16;

  /** What an operation adds and removes; it writes the tables where it changes something. */
  record Delta(int nodesIn, int nodesOut, int edgesIn, int edgesOut, int schema, int query) {
    boolean writesNodes() {
      return (nodesIn | nodesOut) != 0;
    }

    boolean writesEdges() {
      return (edgesIn | edgesOut) != 0;
    }
  }

  /** What a writer may want. */
  enum Operation {
    INSERT_X(true, false, 0, 0),
    DELETE_X(false, true, 0, 0),
    INSERT_FREE_EDGE(true, false, X, 0),
    INSERT_E1(true, true, X, E2),
    INSERT_E2(true, true, X, E1),
    INSERT_Y(true, true, 0, 0),
    INSERT_Z(true, true, 0, 0),
    NOTE_IF_NO_X(false, false, X, 0),
    NEW_SCHEMA(false, false, Y | Z, 0),
    STORE_QUERY(false, false, 0, 0),
    DROP_QUERY(false, false, 0, 0),
    CALL_QUERY(true, false, 0, 0);

    private final boolean inserts;
    private final boolean constrained;
    private final int readsNodes;
    private final int readsEdges;

    Operation(boolean inserts, boolean constrained, int readsNodes, int readsEdges) {
      this.inserts = inserts;
      this.constrained = constrained;
      this.readsNodes = readsNodes;
      this.readsEdges = readsEdges;
    }

    boolean insertsOnly() {
      return inserts;
    }

    /** By a uniqueness other than the id's, or a cardinality; a deletion's cascade counts too. */
    boolean isConstrained() {
      return constrained;
    }

    /** Rows that must go on existing. */
    int endpoints() {
      return inserts ? readsNodes : 0;
    }

    boolean readsNodes() {
      return readsNodes != 0;
    }

    boolean readsEdges() {
      return readsEdges != 0 || this == DELETE_X;
    }

    /** Whether the stored query decides what it does, or whether it may. */
    boolean readsQuery() {
      return switch (this) {
        case NEW_SCHEMA, STORE_QUERY, DROP_QUERY, CALL_QUERY -> true;
        default -> false;
      };
    }
  }

  /** What the operation does to these tables; empty when it may not. */
  Optional<Delta> prepare(Operation operation) {
    return switch (operation) {
      case INSERT_X -> onlyIf((nodes & X) == 0, insertNode(X));
      case DELETE_X ->
          Optional.of(new Delta(0, nodes & X, 0, edges & (E1 | E2 | FREE), schema, query));
      case INSERT_FREE_EDGE -> onlyIf((nodes & X) != 0 && (edges & FREE) == 0, insertEdge(FREE));
      case INSERT_E1 -> onlyIf((nodes & X) != 0 && (edges & (E1 | E2)) == 0, insertEdge(E1));
      case INSERT_E2 -> onlyIf((nodes & X) != 0 && (edges & (E1 | E2)) == 0, insertEdge(E2));
      case INSERT_Y -> onlyIf((nodes & (Y | Z | NEW_Y)) == 0, insertNode(schema == 0 ? Y : NEW_Y));
      case INSERT_Z -> onlyIf((nodes & (Y | Z | NEW_Y)) == 0, insertNode(Z));
      case NOTE_IF_NO_X -> onlyIf((nodes & X) == 0 && (edges & NOTE) == 0, insertEdge(NOTE));
      case NEW_SCHEMA -> {
        boolean hasY = (nodes & Y) != 0;
        yield onlyIf(
            schema == 0 && query == 0, new Delta(hasY ? NEW_Y : 0, hasY ? Y : 0, 0, 0, 1, query));
      }
      case STORE_QUERY -> onlyIf(schema == 0 && query == 0, new Delta(0, 0, 0, 0, schema, 1));
      case DROP_QUERY -> onlyIf(query == 1, new Delta(0, 0, 0, 0, schema, 0));
      case CALL_QUERY -> onlyIf(query == 1 && (edges & CALLED) == 0, insertEdge(CALLED));
    };
  }

  /** One after the other: what must come out. */
  Optional<Tables> after(Operation operation) {
    return prepare(operation)
        .map(
            delta ->
                new Tables(nodesAfter(delta), edgesAfter(delta), delta.schema(), delta.query()));
  }

  int nodesAfter(Delta delta) {
    return (nodes & ~delta.nodesOut()) | delta.nodesIn();
  }

  int edgesAfter(Delta delta) {
    return (edges & ~delta.edgesOut()) | delta.edgesIn();
  }

  private Delta insertNode(int node) {
    return new Delta(node, 0, 0, 0, schema, query);
  }

  private Delta insertEdge(int edge) {
    return new Delta(0, 0, edge, 0, schema, query);
  }

  private static Optional<Delta> onlyIf(boolean allowed, Delta delta) {
    return allowed ? Optional.of(delta) : Optional.empty();
  }

  static String nodesText(int nodes) {
    return text(nodes, "x", "y", "z", "new y");
  }

  static String edgesText(int edges) {
    return text(edges, "e1", "e2", "free", "note", "called");
  }

  private static String text(int bits, String... names) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      if ((bits & (1 << i)) != 0) {
        text.append(text.length() > 1 ? " " : "").append(names[i]);
      }
    }
    return text.append('}').toString();
  }
}

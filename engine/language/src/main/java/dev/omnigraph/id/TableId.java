package dev.omnigraph.id;

import java.util.List;

/**
 * The table of a node type or of an edge type: its key in manifests and its folder below the root,
 * {@code nodes/01J…-1}. In the order of the texts.
 */
public record TableId(String text) implements Comparable<TableId> {
  private static final String NODES = "nodes/";
  private static final String EDGES = "edges/";

  /** The folders below the root that all tables are in. */
  public static final List<String> FOLDERS = List.of(NODES, EDGES);

  /**
   * @throws IllegalArgumentException if no table has such an id
   */
  public TableId {
    int slash = text.indexOf('/');
    boolean inFolder = text.startsWith(NODES) || text.startsWith(EDGES);
    if (!inFolder || slash + 1 == text.length() || text.indexOf('/', slash + 1) >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not the id of a table");
    }
  }

  /**
   * The table of a node type.
   *
   * @param type the id of the type
   */
  public static TableId ofNodes(String type, int incarnation) {
    return new TableId(NODES + type + "-" + incarnation);
  }

  /**
   * The table of an edge type.
   *
   * @param type the id of the type
   */
  public static TableId ofEdges(String type, int incarnation) {
    return new TableId(EDGES + type + "-" + incarnation);
  }

  /** Whether its rows are edges; otherwise they are nodes. */
  public boolean isOfEdges() {
    return text.startsWith(EDGES);
  }

  @Override
  public int compareTo(TableId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.NodeCodes;
import dev.omnigraph.exec.kernel.Walks;
import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.EntityColumns;
import dev.omnigraph.query.Expr;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.value.PropertyType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** The paths that a traversal found, by number. */
final class PathStore {
  private final Execution execution;
  private final NodeCodes codes;
  private final Ints starts;
  private final Ints ofSearch;
  private final Ints nodes;
  private final Ints legs;
  private final Ints edges;

  PathStore(Execution execution, NodeCodes codes) {
    QueryMemory memory = execution.memory();
    this.execution = execution;
    this.codes = codes;
    this.starts = memory.ints();
    this.ofSearch = memory.ints();
    this.nodes = memory.ints();
    this.legs = memory.ints();
    this.edges = memory.ints();
  }

  /** Before paths of another search. */
  void start(Walks walks) {
    ofSearch.clear();
    ofSearch.growTo(walks.end(), -1);
  }

  /** The number of the path to a place of the search, which is added if it is not there yet. */
  int add(Walks walks, int place) {
    if (ofSearch.get(place) < 0) {
      ofSearch.set(place, starts.size());
      starts.add(nodes.size());
      walks.path(place, nodes, legs, edges);
    }
    return ofSearch.get(place);
  }

  /**
   * What is asked of the paths, by number.
   *
   * @param edgeIds by leg the ids of its edges, by number
   */
  List<FieldVector> columns(List<String> names, List<VarCharVector> edgeIds) {
    List<FieldVector> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(column(name, edgeIds));
    }
    return columns;
  }

  private FieldVector column(String name, List<VarCharVector> edgeIds) {
    PropertyType list = new PropertyType.ListOf(Scalar.STRING);
    if (name.equals(EntityColumns.name(Expr.Meta.Field.LENGTH))) {
      return vector(name, Scalar.I64, path -> (long) length(path));
    }
    if (name.equals(EntityColumns.name(Expr.Meta.Field.NODES))) {
      return vector(name, list, this::nodeIds);
    }
    if (name.equals(EntityColumns.name(Expr.Meta.Field.EDGES))) {
      return vector(name, list, path -> edgeIds(path, edgeIds));
    }
    return vector(name, Scalar.STRING, this::spelling);
  }

  private FieldVector vector(String name, PropertyType type, IntFunction<Object> values) {
    FieldVector vector =
        execution
            .memory()
            .own(
                ArrowSchemas.field(name, type, false).createVector(execution.memory().allocator()));
    vector.allocateNew();
    for (int path = 0; path < starts.size(); path++) {
      ArrowValues.set(vector, path, values.apply(path));
    }
    vector.setValueCount(starts.size());
    return vector;
  }

  private int start(int path) {
    return starts.get(path);
  }

  private int end(int path) {
    return path + 1 < starts.size() ? starts.get(path + 1) : nodes.size();
  }

  private int length(int path) {
    return end(path) - start(path) - 1;
  }

  private List<String> nodeIds(int path) {
    List<String> ids = new ArrayList<>();
    for (int i = start(path); i < end(path); i++) {
      ids.add(id(nodes.get(i)));
    }
    return ids;
  }

  private String id(int node) {
    String type = codes.types().get(codes.type(node));
    return execution.entities().nodes(type).ids().text(codes.number(node));
  }

  private List<String> edgeIds(int path, List<VarCharVector> ids) {
    List<String> texts = new ArrayList<>();
    // Each path before it has one node more than edges.
    for (int i = start(path) - path; i < end(path) - path - 1; i++) {
      texts.add(ids.get(legs.get(i)).getObject(edges.get(i)).toString());
    }
    return texts;
  }

  /** What orders paths with the same start as their nodes do. */
  private String spelling(int path) {
    StringBuilder spelling = new StringBuilder();
    for (int i = start(path); i < end(path); i++) {
      int node = nodes.get(i);
      spelling.append(id(node)).append('\0').append(codes.type(node)).append('\0');
    }
    return spelling.toString();
  }

  void close() {
    for (Ints ints : List.of(starts, ofSearch, nodes, legs, edges)) {
      execution.memory().free(ints);
    }
  }
}

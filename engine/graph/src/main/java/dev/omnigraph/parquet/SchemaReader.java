package dev.omnigraph.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The columns of a file, from its tree of elements, of which each says how many are in it. */
final class SchemaReader {
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;
  private static final int DEEPEST = 32;

  private final List<Struct> elements;
  private int next;
  private int chunk;

  private SchemaReader(List<Struct> elements) {
    this.elements = elements;
  }

  /**
   * @param elements the root first, each before those in it
   */
  static List<ReadColumn> columns(List<Struct> elements) throws ParquetFault {
    SchemaReader reader = new SchemaReader(elements);
    Node root = reader.node(0);
    List<ReadColumn> columns = new ArrayList<>();
    for (Node child : root.children()) {
      try {
        columns.add(column(child));
      } catch (ParquetFault e) {
        throw e.in(child.name());
      }
    }
    return columns;
  }

  /**
   * An element of the tree.
   *
   * @param chunk of a leaf, its place among all leaves
   */
  private record Node(Struct element, List<Node> children, int chunk) {
    int repetition() throws ParquetFault {
      return element.i32(3, 0);
    }

    String name() throws ParquetFault {
      return element.text(4);
    }

    boolean isLeaf() {
      return element.has(1);
    }

    /** Whether it is marked as a list. */
    boolean isList() throws ParquetFault {
      Optional<Struct> logical = element.struct(10);
      return element.i32(6, -1) == 3 || logical.isPresent() && logical.get().has(3);
    }
  }

  private Node node(int depth) throws ParquetFault {
    if (next == elements.size() || depth > DEEPEST) {
      throw ParquetFault.damaged("has a schema that is not a tree");
    }
    Struct element = elements.get(next++);
    int count = element.i32(5, 0);
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      children.add(node(depth + 1));
    }
    return new Node(element, children, element.has(1) ? chunk++ : -1);
  }

  private static ReadColumn column(Node node) throws ParquetFault {
    int own = node.repetition() == OPTIONAL ? 1 : 0;
    if (node.isLeaf()) {
      boolean repeated = node.repetition() == REPEATED;
      return repeated ? list(node, node, 0, 1, 1) : flat(node, own);
    }
    Optional<Node> repeated =
        node.isList() && node.children().size() == 1 && node.repetition() != REPEATED
            ? Optional.of(node.children().getFirst())
            : Optional.empty();
    if (repeated.isEmpty() || repeated.get().repetition() != REPEATED) {
      return nested(node);
    }
    Node middle = repeated.get();
    if (middle.isLeaf()) {
      return list(node, middle, own, own + 1, own + 1);
    }
    boolean wraps = middle.children().size() == 1 && middle.children().getFirst().isLeaf();
    if (!wraps || middle.children().getFirst().repetition() == REPEATED) {
      return nested(node);
    }
    Node leaf = middle.children().getFirst();
    int missing = leaf.repetition() == OPTIONAL ? 1 : 0;
    return list(node, leaf, own, own + 1, own + 1 + missing);
  }

  private static ReadColumn flat(Node node, int definition) throws ParquetFault {
    return new ReadColumn(node.name(), leaf(node), node.chunk(), false, 0, 0, definition);
  }

  private static ReadColumn list(Node node, Node leaf, int list, int inList, int definition)
      throws ParquetFault {
    return new ReadColumn(node.name(), leaf(leaf), leaf.chunk(), true, list, inList, definition);
  }

  private static ReadColumn nested(Node node) throws ParquetFault {
    return new ReadColumn(node.name(), null, -1, false, 0, 0, 0);
  }

  private static Leaf leaf(Node node) throws ParquetFault {
    Struct element = node.element();
    int type = element.i32(1);
    if (type < 0 || type >= Physical.values().length) {
      throw ParquetFault.unsupported("has values of the unknown type " + type);
    }
    Physical physical = Physical.values()[type];
    int length = physical.bytes();
    if (physical == Physical.FIXED_LEN_BYTE_ARRAY) {
      length = element.i32(2);
      if (length < 1) {
        throw ParquetFault.damaged("has values of " + length + " bytes");
      }
    }
    Optional<Struct> logical = element.struct(10);
    Logical meaning =
        logical.isPresent()
            ? Meanings.of(logical.get())
            : Meanings.ofOlder(
                element.has(6) ? OptionalInt.of(element.i32(6)) : OptionalInt.empty());
    return new Leaf(
        physical, length, Meanings.fitting(physical, length, meaning), scale(element, logical));
  }

  private static int scale(Struct element, Optional<Struct> logical) throws ParquetFault {
    Optional<Struct> decimal = logical.isPresent() ? logical.get().struct(5) : Optional.empty();
    return decimal.isPresent() ? decimal.get().i32(1, 0) : element.i32(7, 0);
  }
}

package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.QueryMemory;
import java.util.Collection;
import java.util.List;

/**
 * One numbering of nodes of several types: a node's code is its number among those of its type,
 * followed by the place of the type in as few bits as tell the types apart.
 */
public final class NodeCodes {
  private final List<String> types;
  private final int bits;

  /**
   * @param types names, which may repeat
   */
  public NodeCodes(Collection<String> types) {
    this.types = types.stream().distinct().sorted().toList();
    this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(this.types.size() - 1);
  }

  /** The names in their order, each once. */
  public List<String> types() {
    return types;
  }

  /** The place of a type; negative for one that is not among them. */
  public int typeOf(String name) {
    return types.indexOf(name);
  }

  /**
   * @throws dev.omnigraph.error.GraphException when there are too many nodes for so many types
   */
  public int code(int type, int number) {
    if (number > Integer.MAX_VALUE >> bits) {
      throw QueryMemory.tooManyRows();
    }
    return number << bits | type;
  }

  /** The place of the type of a node. */
  public int type(int code) {
    return code & ((1 << bits) - 1);
  }

  /** The number of a node among those of its type. */
  public int number(int code) {
    return code >>> bits;
  }
}

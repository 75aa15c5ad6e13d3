package dev.omnigraph.exec;

import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.lookup.LookupBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The keys to look up, in their order, and which of them are in the block at hand. */
final class KeyWalk {
  private final int[] ranks;
  private final List<byte[]> ids;
  private int rank;
  private int id;

  private KeyWalk(int[] ranks, List<byte[]> ids) {
    this.ranks = ranks;
    this.ids = ids;
  }

  /**
   * Nodes by their ranks where these are known, and else by their ids.
   *
   * @param ranked whether the ranks of the dictionary are those of the keys
   */
  static KeyWalk of(BitSet numbers, IdDictionary dictionary, boolean ranked) {
    int[] ranks = new int[numbers.cardinality()];
    int count = 0;
    List<byte[]> ids = new ArrayList<>();
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      int rank = ranked ? dictionary.rankOf(number) : -1;
      if (rank >= 0) {
        ranks[count++] = rank;
      } else {
        // Finding ids may have shown that the node has another number.
        ids.add(dictionary.bytes(dictionary.canonical(number)));
      }
    }
    ranks = Arrays.copyOf(ranks, count);
    Arrays.sort(ranks);
    ids.sort(Arrays::compareUnsigned);
    return new KeyWalk(ranks, ids);
  }

  /** How many of the nodes have to be looked up by their ids. */
  static int withoutRank(BitSet numbers, IdDictionary dictionary, boolean ranked) {
    if (!ranked) {
      return numbers.cardinality();
    }
    int count = 0;
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      count += dictionary.rankOf(number) < 0 ? 1 : 0;
    }
    return count;
  }

  /** Nodes by their ranks. */
  static KeyWalk of(BitSet ranks) {
    return new KeyWalk(ranks.stream().toArray(), List.of());
  }

  /** A single id, in UTF-8. */
  static KeyWalk of(byte[] id) {
    return new KeyWalk(new int[0], List.of(id));
  }

  int[] ranks() {
    return ranks;
  }

  List<byte[]> ids() {
    return ids;
  }

  /** The keys of the next block that are looked for; blocks come in the order of ranks. */
  BitSet in(LookupBlock block) {
    BitSet keys = new BitSet(block.size());
    int end = block.first() + block.size();
    for (; rank < ranks.length && ranks[rank] < end; rank++) {
      keys.set(ranks[rank] - block.first());
    }
    byte[] last = block.id(block.size() - 1);
    for (; id < ids.size() && Arrays.compareUnsigned(ids.get(id), last) <= 0; id++) {
      int key = block.find(ids.get(id));
      if (key >= 0) {
        keys.set(key);
      }
    }
    return keys;
  }
}

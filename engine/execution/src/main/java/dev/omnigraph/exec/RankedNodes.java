package dev.omnigraph.exec;

import dev.omnigraph.derived.DerivedUnusable;
import dev.omnigraph.exec.kernel.IdDictionary;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.lookup.KeySet;
import dev.omnigraph.lookup.Lookup;
import dev.omnigraph.lookup.Need;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one type in a query: their numbers, and the look-up object that tells the ids of
 * those that are known by their rank alone. Thread-safe, if whoever changes the dictionary holds
 * this object's monitor.
 */
final class RankedNodes {
  private final QueryMemory memory;
  private final IdDictionary ids;
  private @Nullable KeySet keys;
  private @Nullable Lookup source;
  private @Nullable Lookup own;
  private boolean named;
  private Need next = Need.IDS;

  RankedNodes(QueryMemory memory) {
    this.memory = memory;
    this.ids = memory.own(new IdDictionary(memory.allocator()));
  }

  IdDictionary ids() {
    return ids;
  }

  /** The look-up object of the type's own table, which has its columns besides. */
  synchronized void has(Lookup ofTable) {
    own = ofTable;
  }

  /** The ids of the nodes are going to be needed. */
  synchronized void needIds() {
    named = true;
  }

  /** Their ids are going to be needed, and their columns with them. */
  synchronized void needColumns() {
    named = true;
    next = Need.COLUMNS;
  }

  /** Whether ranks are those of these keys; the first keys that are asked about are those. */
  synchronized boolean uses(KeySet set) {
    if (keys == null) {
      keys = set;
    }
    return keys.equals(set);
  }

  /** A look-up object by ids of this type, which can tell them if its keys are those in use. */
  synchronized void tell(Lookup lookup) {
    if (source == null) {
      source = lookup;
    }
  }

  /** Makes sure that no node has two numbers: one round trip if any could, else none. */
  synchronized void settle() {
    if (!ids.isAmbiguous()) {
      return;
    }
    BitSet unranked = ids.withoutRank();
    BitSet unnamed = ids.withoutId();
    if (named || unnamed.cardinality() <= unranked.cardinality()) {
      learn(unnamed, next);
    } else {
      learn(unranked, Need.IDS);
      unranked.stream().filter(number -> ids.rankOf(number) < 0).forEach(ids::hasNoRank);
    }
  }

  /** Makes sure that the ids of these nodes are known: one round trip if any is not. */
  synchronized void findIds(BitSet numbers) {
    if (ids.isPlain()) {
      return;
    }
    BitSet unnamed = new BitSet();
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      if (ids.placeOf(number) < 0) {
        unnamed.set(number);
      }
    }
    if (!unnamed.isEmpty()) {
      learn(unnamed, next);
    }
  }

  private void learn(BitSet numbers, Need need) {
    KeyWalk walk = KeyWalk.of(numbers, ids, true);
    teller(need)
        .read(
            walk.ranks(),
            walk.ids(),
            need,
            memory.allocator(),
            block ->
                walk.in(block).stream()
                    .forEach(key -> ids.know(block.first() + key, block.id(key))));
  }

  private Lookup teller(Need need) {
    boolean columns = need.columns();
    for (Lookup lookup : new Lookup[] {columns ? own : source, columns ? source : own}) {
      if (lookup != null && lookup.keys().equals(keys)) {
        return lookup;
      }
    }
    throw new DerivedUnusable("No look-up object tells the ids of the ranks of another.");
  }
}

package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import java.util.BitSet;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Which number belongs to which id and rank. As long as no rank is known it is plain: a number is
 * the place of its id, and nothing is kept.
 */
final class Numbering implements AutoCloseable {
  private static final int UNKNOWN = -1;
  private static final int NONE = -2;

  private final Ints placeOf;
  private final Ints numberAt;
  private final Ints rankOf;
  private final Ints aliasOf;
  private final IntMap byRank;
  private boolean plain = true;
  private int merges;

  Numbering(BufferAllocator allocator) {
    this.placeOf = new Ints(allocator);
    this.numberAt = new Ints(allocator);
    this.rankOf = new Ints(allocator);
    this.aliasOf = new Ints(allocator);
    this.byRank = new IntMap(allocator);
  }

  boolean isPlain() {
    return plain;
  }

  /** The place of a number's id, or -1. */
  int placeOf(int number) {
    return plain ? number : number < placeOf.size() ? placeOf.get(number) : UNKNOWN;
  }

  /** The number of the id at a place. */
  int numberAt(int place) {
    return plain ? place : numberAt.get(place);
  }

  int numberOfRank(int rank) {
    return plain ? -1 : byRank.get(rank);
  }

  /** The rank of a number; negative while none is known. */
  int rankOf(int number) {
    return number < rankOf.size() ? rankOf.get(number) : UNKNOWN;
  }

  int canonical(int number) {
    int alias = number < aliasOf.size() ? aliasOf.get(number) : UNKNOWN;
    return alias < 0 ? number : alias;
  }

  /**
   * @param known places so far, each of which has the number that it is if this is plain
   */
  void rank(int number, int rank, int known) {
    materialize(known);
    set(rankOf, number, rank);
    byRank.put(rank, number);
  }

  void unranked(int number, int known) {
    materialize(known);
    set(rankOf, number, NONE);
  }

  void place(int number, int place) {
    materialize(place);
    set(placeOf, number, place);
    set(numberAt, place, number);
  }

  /** The numbers of one node become the smaller of them. */
  int merge(int ranked, int placed, int rank, int place) {
    merges++;
    int stays = Math.min(ranked, placed);
    set(aliasOf, Math.max(ranked, placed), stays);
    rank(stays, rank, place);
    place(stays, place);
    return stays;
  }

  int merges() {
    return merges;
  }

  BitSet withoutRank(int size) {
    BitSet numbers = new BitSet();
    for (int number = 0; number < size; number++) {
      if (placeOf(number) >= 0 && rankOf(number) == UNKNOWN && canonical(number) == number) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  BitSet withoutId(int size) {
    BitSet numbers = new BitSet();
    for (int number = 0; number < size; number++) {
      if (placeOf(number) < 0 && canonical(number) == number) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  private void materialize(int known) {
    if (plain) {
      plain = false;
      for (int place = 0; place < known; place++) {
        placeOf.add(place);
        numberAt.add(place);
      }
    }
  }

  private static void set(Ints ints, int index, int value) {
    ints.growTo(Math.max(ints.size(), index + 1), UNKNOWN);
    ints.set(index, value);
  }

  @Override
  public void close() {
    placeOf.close();
    numberAt.close();
    rankOf.close();
    aliasOf.close();
    byRank.close();
  }
}

package dev.omnigraph.exec.kernel;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import java.util.List;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;

/** Rows by equal keys, nulls being equal; groups are numbered in the order of their first rows. */
public final class Groups implements AutoCloseable {
  private static final int EMPTY = -1;

  private final QueryMemory memory;
  private final List<Operand> keys;
  private final VectorOrder[] orders;
  private final VectorHash[] hashes;
  private final @Nullable Ints[] codes;
  private final Ints groupOf;
  private final Ints first;
  private final Ints groupHashes;
  private Ints slots;

  private Groups(QueryMemory memory, List<Operand> keys, @Nullable Ints[] codes) {
    this.memory = memory;
    this.keys = keys;
    this.orders =
        keys.stream()
            .map(key -> VectorOrder.of(key.vector(), key.vector()))
            .toArray(VectorOrder[]::new);
    this.hashes =
        keys.stream()
            .map(
                key ->
                    key.distinct() ? (VectorHash) Integer::hashCode : VectorHash.of(key.vector()))
            .toArray(VectorHash[]::new);
    this.codes = codes;
    this.groupOf = memory.ints();
    this.first = memory.ints();
    this.groupHashes = memory.ints();
    this.slots = emptySlots(64);
  }

  /** Groups all rows; without keys there is one group, even of no rows. */
  public static Groups of(QueryMemory memory, List<Operand> keys, int rows) {
    @Nullable Ints[] codes = new Ints[keys.size()];
    for (int i = 0; i < codes.length && codes.length > 1; i++) {
      codes[i] = encode(memory, keys.get(i), rows);
    }
    Groups groups = new Groups(memory, keys, codes);
    groups.groupOf.reserve(rows);
    if (keys.isEmpty()) {
      groups.first.add(rows == 0 ? -1 : 0);
      groups.groupOf.growTo(rows, 0);
      return groups;
    }
    if (keys.size() == 1 && keys.getFirst().vector().getValueCount() <= rows) {
      groups.addByIndex(keys.getFirst(), rows);
    } else {
      for (int row = 0; row < rows; row++) {
        groups.groupOf.add(groups.group(row));
      }
    }
    return groups;
  }

  /** Groups rows by a number that each has; there may be numbers that none has. */
  public static Groups numbered(QueryMemory memory, Ints numbers, int size) {
    Groups groups = new Groups(memory, List.of(), new Ints[0]);
    groups.first.growTo(size, -1);
    groups.groupOf.reserve(numbers.size());
    for (int row = 0; row < numbers.size(); row++) {
      int group = numbers.get(row);
      groups.groupOf.add(group);
      if (groups.first.get(group) < 0) {
        groups.first.set(group, row);
      }
    }
    return groups;
  }

  /** Hashes each value once, however many rows share it. */
  private void addByIndex(Operand key, int rows) {
    Ints byIndex = memory.ints();
    byIndex.growTo(key.vector().getValueCount() + 1, EMPTY);
    for (int row = 0; row < rows; row++) {
      int index = key.at(row) + 1;
      int group = byIndex.get(index);
      if (group == EMPTY) {
        group = group(row);
        byIndex.set(index, group);
      }
      groupOf.add(group);
    }
    memory.free(byIndex);
  }

  /** Numbers for the values of a column in which most rows share theirs: each is hashed once. */
  private static @Nullable Ints encode(QueryMemory memory, Operand key, int rows) {
    int values = key.vector().getValueCount();
    if (key.distinct() || key.positions() == null || values == 0 || values * 2L > rows) {
      return null;
    }
    Ints all = memory.ints();
    all.reserve(values);
    for (int value = 0; value < values; value++) {
      all.add(value);
    }
    try (Groups groups = of(memory, List.of(new Operand(key.vector(), all, false)), values)) {
      Ints codes = memory.ints();
      codes.reserve(values);
      for (int value = 0; value < values; value++) {
        codes.add(groups.groupOf(value));
      }
      return codes;
    } finally {
      memory.free(all);
    }
  }

  public int size() {
    return first.size();
  }

  public int groupOf(int row) {
    return groupOf.get(row);
  }

  /** A row of the group, by whose values it is known; -1 for the group of no rows. */
  public int first(int group) {
    return first.get(group);
  }

  /** The number of each row's group as a column, in which groups have an order. */
  public Operand numbers() {
    IntVector numbers = memory.own(new IntVector("group", memory.allocator()));
    numbers.allocateNew(size());
    for (int group = 0; group < size(); group++) {
      numbers.set(group, group);
    }
    numbers.setValueCount(size());
    return new Operand(numbers, groupOf, true);
  }

  private int group(int row) {
    int hash = hash(row);
    int mask = slots.size() - 1;
    int slot = hash & mask;
    while (slots.get(slot) != EMPTY) {
      int group = slots.get(slot);
      if (groupHashes.get(group) == hash && equal(row, first.get(group))) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    int group = first.size();
    first.add(row);
    groupHashes.add(hash);
    slots.set(slot, group);
    if (first.size() * 2L > slots.size()) {
      grow();
    }
    return group;
  }

  private int hash(int row) {
    int hash = 1;
    for (int i = 0; i < hashes.length; i++) {
      int index = keys.get(i).at(row);
      Ints numbers = codes[i];
      int value = index < 0 ? 0 : numbers != null ? numbers.get(index) + 1 : hashes[i].hash(index);
      hash = VectorHash.FACTOR * hash + value;
    }
    return VectorHash.spread(hash);
  }

  private boolean equal(int left, int right) {
    for (int i = 0; i < orders.length; i++) {
      Operand key = keys.get(i);
      boolean same =
          key.distinct()
              ? key.at(left) == key.at(right)
              : codes[i] != null
                  ? code(codes[i], key.at(left)) == code(codes[i], key.at(right))
                  : key.compareRows(orders[i], left, right) == 0;
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static int code(Ints codes, int index) {
    return index < 0 ? -1 : codes.get(index);
  }

  private void grow() {
    Ints larger = emptySlots(slots.size() * 2);
    int mask = larger.size() - 1;
    for (int group = 0; group < first.size(); group++) {
      int slot = groupHashes.get(group) & mask;
      while (larger.get(slot) != EMPTY) {
        slot = (slot + 1) & mask;
      }
      larger.set(slot, group);
    }
    memory.free(slots);
    slots = larger;
  }

  private Ints emptySlots(int count) {
    Ints empty = memory.ints();
    empty.growTo(count, EMPTY);
    return empty;
  }

  @Override
  public void close() {
    List.of(groupOf, first, groupHashes, slots).forEach(memory::free);
    for (Ints numbers : codes) {
      if (numbers != null) {
        memory.free(numbers);
      }
    }
  }
}

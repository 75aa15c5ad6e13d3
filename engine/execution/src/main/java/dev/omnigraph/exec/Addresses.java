package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.table.ScanRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Where entities are in their table, by their numbers, outside the heap. */
final class Addresses {
  private static final int UNKNOWN = -1;

  private final Ints fragments;
  private final Ints offsets;

  Addresses(QueryMemory memory) {
    this.fragments = memory.ints();
    this.offsets = memory.ints();
  }

  void put(int number, long address) {
    fragments.growTo(Math.max(fragments.size(), number + 1), UNKNOWN);
    offsets.growTo(fragments.size(), UNKNOWN);
    fragments.set(number, (int) (address >>> Integer.SIZE));
    offsets.set(number, (int) address);
  }

  /** The place of an entity in its table, of a row that was read with its address. */
  void put(int number, VectorSchemaRoot rows, int row) {
    put(number, ((UInt8Vector) rows.getVector(ScanRequest.ROW_ADDRESS)).get(row));
  }

  /** The addresses of these entities; empty unless all are known. */
  Optional<List<Long>> of(BitSet numbers) {
    List<Long> found = new ArrayList<>();
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      if (number >= fragments.size() || fragments.get(number) == UNKNOWN) {
        return Optional.empty();
      }
      found.add(
          (long) fragments.get(number) << Integer.SIZE
              | Integer.toUnsignedLong(offsets.get(number)));
    }
    return Optional.of(found);
  }
}

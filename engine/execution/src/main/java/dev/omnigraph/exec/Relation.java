package dev.omnigraph.exec;

import dev.omnigraph.exec.memory.Ints;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.query.Variable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of bound variables: for each variable one int per row, the number of its entity ({@link
 * VariableColumns}), or -1 for null, and for each block that was computed the place of its value. A
 * relation that started from the rows of another remembers, for each of its rows, which one that
 * was.
 */
final class Relation implements AutoCloseable {
  private final QueryMemory memory;
  private final int rows;
  private final @Nullable Ints[] slots;
  private final @Nullable Ints origin;

  private Relation(QueryMemory memory, int rows, @Nullable Ints[] slots, @Nullable Ints origin) {
    this.memory = memory;
    this.rows = rows;
    this.slots = slots;
    this.origin = origin;
  }

  /** One row that binds nothing. */
  static Relation unit(QueryMemory memory, int slots) {
    return new Relation(memory, 1, new Ints[slots], null);
  }

  int rows() {
    return rows;
  }

  QueryMemory memory() {
    return memory;
  }

  boolean binds(Variable variable) {
    return slots[variable.slot()] != null;
  }

  /** One row that binds nothing, for the variables of the same query. */
  Relation unit() {
    return unit(memory, slots.length);
  }

  /** The entity numbers of a bound variable. */
  Ints numbers(Variable variable) {
    Ints numbers = slots[variable.slot()];
    if (numbers == null) {
      throw new IllegalStateException("$" + variable.name() + " is not bound here.");
    }
    return numbers;
  }

  /** Where the values of a block are. */
  Ints places(int slot) {
    return Objects.requireNonNull(slots[slot]);
  }

  Ints origin() {
    if (origin == null) {
      throw new IllegalStateException("The relation started from no other.");
    }
    return origin;
  }

  /** The rows at these positions, in their order; positions may repeat. */
  Relation select(Ints positions) {
    @Nullable Ints[] selected = new Ints[slots.length];
    for (int slot = 0; slot < slots.length; slot++) {
      selected[slot] = gather(slots[slot], positions);
    }
    return new Relation(memory, positions.size(), selected, gather(origin, positions));
  }

  /** The same rows with a variable more; takes the numbers over. */
  Relation with(Variable variable, Ints numbers) {
    return with(variable.slot(), numbers);
  }

  /** The same rows with the value of a block more, for each row that of its own number. */
  Relation withValues(int slot) {
    return with(slot, identity());
  }

  private Relation with(int slot, Ints numbers) {
    @Nullable Ints[] extended = slots.clone();
    Ints replaced = extended[slot];
    if (replaced != null) {
      memory.free(replaced);
    }
    extended[slot] = numbers;
    return new Relation(memory, numbers.size(), extended, origin);
  }

  /** A copy whose origin is this relation's row numbers. */
  Relation fork() {
    Ints identity = identity();
    @Nullable Ints[] copies = new Ints[slots.length];
    for (int slot = 0; slot < slots.length; slot++) {
      copies[slot] = gather(slots[slot], identity);
    }
    return new Relation(memory, rows, copies, identity);
  }

  private Ints identity() {
    Ints identity = memory.ints();
    identity.reserve(rows);
    for (int row = 0; row < rows; row++) {
      identity.add(row);
    }
    return identity;
  }

  /** A variable's numbers in the rows at these positions. */
  Ints numbers(Variable variable, Ints positions) {
    return Objects.requireNonNull(gather(numbers(variable), positions));
  }

  private @Nullable Ints gather(@Nullable Ints from, Ints positions) {
    if (from == null) {
      return null;
    }
    Ints to = memory.ints();
    to.reserve(positions.size());
    for (int i = 0; i < positions.size(); i++) {
      int position = positions.get(i);
      to.add(position < 0 ? -1 : from.get(position));
    }
    return to;
  }

  @Override
  public void close() {
    for (Ints slot : slots) {
      if (slot != null) {
        memory.free(slot);
      }
    }
    if (origin != null) {
      memory.free(origin);
    }
  }
}

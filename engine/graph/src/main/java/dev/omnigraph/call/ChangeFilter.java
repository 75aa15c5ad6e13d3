package dev.omnigraph.call;

import dev.omnigraph.call.Change.Kind;
import dev.omnigraph.call.Change.Operation;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which changes are wanted; an empty set wants all.
 *
 * @param types names, in either of the states
 * @param withBlobs whether images have the contents of blobs; if not, they have their {@code bytes}
 *     and {@code sha256}
 */
public record ChangeFilter(
    Set<Kind> kinds, Set<String> types, Set<Operation> operations, boolean withBlobs) {
  public static final ChangeFilter ALL = new ChangeFilter(Set.of(), Set.of(), Set.of());

  /** The same with the contents of blobs. */
  public ChangeFilter(Set<Kind> kinds, Set<String> types, Set<Operation> operations) {
    this(kinds, types, operations, true);
  }

  public ChangeFilter {
    kinds = Set.copyOf(kinds);
    types = Set.copyOf(types);
    operations = Set.copyOf(operations);
  }

  public boolean wants(Kind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }

  public boolean wants(Operation operation) {
    return operations.isEmpty() || operations.contains(operation);
  }

  /** The same for the same filter, and for no other; how blobs are shown does not matter. */
  public String text() {
    return new TreeSet<>(kinds) + " " + new TreeSet<>(types) + " " + new TreeSet<>(operations);
  }
}

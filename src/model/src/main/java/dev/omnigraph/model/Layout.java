package dev.omnigraph.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Names the bytes of a state: what lies in the store first, then what each process remembers. */
final class Layout {
  private final List<Cells> all = new ArrayList<>();
  private int size;
  private int shared;

  /**
   * Some bytes under one name, numbered from 0.
   *
   * @param shows what a value means, for people
   */
  record Cells(String name, int at, int count, boolean shared, IntFunction<String> shows) {}

  /** Objects of the store, one byte each. */
  Cells shared(String name, int count, IntFunction<String> shows) {
    if (shared != size) {
      throw new IllegalStateException("The store's cells come first.");
    }
    Cells cells = add(name, count, true, shows);
    shared = size;
    return cells;
  }

  /** What a process remembers. */
  Cells local(String name, int count) {
    return add(name, count, false, Integer::toString);
  }

  private Cells add(String name, int count, boolean isShared, IntFunction<String> shows) {
    Cells cells = new Cells(name, size, count, isShared, shows);
    all.add(cells);
    size += count;
    return cells;
  }

  int size() {
    return size;
  }

  int sharedSize() {
    return shared;
  }

  /** What a step changed in the store, in words; empty when nothing. */
  String difference(State before, State after) {
    StringBuilder text = new StringBuilder();
    for (Cells cells : all) {
      for (int i = 0; cells.shared() && i < cells.count(); i++) {
        int old = before.get(cells, i);
        int now = after.get(cells, i);
        if (old != now) {
          text.append(text.isEmpty() ? "" : ", ").append(cells.name());
          text.append(cells.count() > 1 ? " " + i : "").append(": ");
          text.append(cells.shows().apply(old)).append(" -> ").append(cells.shows().apply(now));
        }
      }
    }
    return text.toString();
  }
}

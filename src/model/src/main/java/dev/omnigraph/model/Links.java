package dev.omnigraph.model;

import java.util.ArrayList;
import java.util.List;

/** How each state was first reached: from which, by the how-manieth of its steps. */
final class Links {
  private static final int CHUNK = 1 << 16;

  private final List<int[]> parents = new ArrayList<>();
  private final List<short[]> ordinals = new ArrayList<>();
  private int size;

  /** Returns the number of the new state; parent -1 means that things begin there. */
  int add(int parent, int ordinal) {
    if (size % CHUNK == 0) {
      parents.add(new int[CHUNK]);
      ordinals.add(new short[CHUNK]);
    }
    parents.get(size / CHUNK)[size % CHUNK] = parent;
    ordinals.get(size / CHUNK)[size % CHUNK] = (short) ordinal;
    return size++;
  }

  /** The ordinals that lead to the state, the one of its beginning first. */
  List<Integer> path(int state) {
    List<Integer> path = new ArrayList<>();
    for (int i = state; i >= 0; i = parents.get(i / CHUNK)[i % CHUNK]) {
      path.addFirst((int) ordinals.get(i / CHUNK)[i % CHUNK]);
    }
    return path;
  }
}

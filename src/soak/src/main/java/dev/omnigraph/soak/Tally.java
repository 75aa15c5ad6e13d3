package dev.omnigraph.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures by name, in the order of names. Thread-safe. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  synchronized void add(String name, long count) {
    counts.merge(name, count, Long::sum);
  }

  synchronized void most(String name, long value) {
    counts.merge(name, value, Math::max);
  }

  synchronized long get(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Figures that are called the most of something stay the most. */
  synchronized void addAll(Tally other) {
    other.counts.forEach(
        (name, count) -> {
          if (name.startsWith("most ")) {
            most(name, count);
          } else {
            add(name, count);
          }
        });
  }

  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}

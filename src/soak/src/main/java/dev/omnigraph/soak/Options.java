package dev.omnigraph.soak;

import java.util.Map;
import java.util.TreeMap;

/** What is asked for on the command line: {@code --minutes 30 --seed 1 --writers 6 --kills 52}. */
record Options(long minutes, long seconds, long seed, int writers, int kills) {

  static Options of(String[] arguments) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    return new Options(
        Long.parseLong(given.getOrDefault("--minutes", "1")),
        Long.parseLong(given.getOrDefault("--seconds", "30")),
        Long.parseLong(given.getOrDefault("--seed", Long.toString(System.nanoTime()))),
        Integer.parseInt(given.getOrDefault("--writers", "6")),
        Integer.parseInt(given.getOrDefault("--kills", "52")));
  }
}

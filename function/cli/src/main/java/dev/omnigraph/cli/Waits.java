package dev.omnigraph.cli;

import java.util.function.Supplier;

/** What a person sees while a call runs. */
@FunctionalInterface
interface Waits {
  /** Nothing. */
  Waits SILENT = Supplier::get;

  /** Makes a call. */
  Answer during(Supplier<Answer> call);

  /** On a terminal how long it takes, elsewhere nothing. */
  static Waits of(Surroundings surroundings) {
    return surroundings.errIsTerminal()
        ? call -> {
          try (Waiting waiting = Waiting.begin(surroundings.err(), Waiting.Ticks.seconds())) {
            return call.get();
          }
        }
        : SILENT;
  }
}

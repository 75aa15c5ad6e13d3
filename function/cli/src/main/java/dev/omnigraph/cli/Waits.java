package dev.omnigraph.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** What a person sees while something runs: on a terminal how long it takes, elsewhere nothing. */
final class Waits {
  /** Nothing, of what tells by itself how far it is. */
  static final Waits SILENT = new Waits(null, ended -> false);

  private final @Nullable PrintWriter err;
  private final Waiting.Ticks ticks;

  private Waits(@Nullable PrintWriter err, Waiting.Ticks ticks) {
    this.err = err;
    this.ticks = ticks;
  }

  /** What is waited for. */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T get() throws E;
  }

  static Waits of(Surroundings surroundings) {
    return surroundings.errIsTerminal()
        ? new Waits(surroundings.err(), surroundings.ticks())
        : SILENT;
  }

  /** The same of what prints meanwhile, which must not meet it on one terminal. */
  static Waits besideOutput(Surroundings surroundings) {
    return surroundings.outIsTerminal() ? SILENT : of(surroundings);
  }

  <T, E extends Exception> T during(Call<T, E> call) throws E {
    if (err == null) {
      return call.get();
    }
    try (Waiting waiting = Waiting.begin(err, ticks)) {
      return call.get();
    }
  }
}

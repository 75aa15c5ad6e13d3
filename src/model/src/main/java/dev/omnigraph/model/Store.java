package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;

/**
 * An object store and the way to it. A request takes effect at one instant; but a number of times
 * its answer is lost, or it lands later or never, or it is delivered once more, before or after its
 * sender hears of it.
 *
 * <p>An object is a byte, 0 while there is none. The byte also stands for its ETag.
 */
final class Store {
  private static final int CREATE = 1;
  private static final int REPLACE = 2;
  private static final int DELETE = 3;
  private static final int PUT = 4;

  private static final int IN_FLIGHT = 2;
  private static final int WIDTH = 4;

  private final Cells inFlight;
  private final Cells mishaps;
  private final int most;

  Store(Layout layout, int mishaps) {
    this.inFlight = layout.local("in flight", IN_FLIGHT * WIDTH);
    this.mishaps = layout.local("mishaps", 1);
    this.most = mishaps;
  }

  enum Answer {
    DONE,
    REFUSED,
    /** It may have been done, or be done later. */
    UNKNOWN
  }

  /** What the sender does with the answer. */
  @FunctionalInterface
  interface Then {
    void go(State next, Answer answer);
  }

  /** A request that changes one object. */
  record Request(int verb, int place, int expected, int value) {
    static Request create(Cells cells, int index, int value) {
      return new Request(CREATE, cells.at() + index, 0, value);
    }

    static Request replace(Cells cells, int index, int expected, int value) {
      return new Request(REPLACE, cells.at() + index, expected, value);
    }

    static Request delete(Cells cells, int index) {
      return new Request(DELETE, cells.at() + index, 0, 0);
    }

    /** Without a condition; the protocol has none, broken rules do. */
    static Request put(Cells cells, int index, int value) {
      return new Request(PUT, cells.at() + index, 0, value);
    }
  }

  void begin(State state) {
    state.set(mishaps, most);
  }

  /** Sends a request once. */
  void send(State state, Steps steps, String who, Seam seam, Request request, Then then) {
    State next = state.copy();
    Answer answer = apply(next, request);
    then.go(next, answer);
    steps.add(who, seam, answer == Answer.DONE ? "done" : "refused", next);
    if (state.get(mishaps) == 0) {
      return;
    }
    next = mishap(state);
    apply(next, request);
    then.go(next, Answer.UNKNOWN);
    steps.add(who, seam, "answer lost", next);
    if (request.verb() != DELETE) {
      next = mishap(state);
      apply(next, request);
      steps.add(who, seam, "delivered, and its client sends it again", next);
    }
    if (state.get(inFlight, WIDTH) != 0) {
      return;
    }
    next = mishap(state);
    delay(next, request);
    then.go(next, Answer.UNKNOWN);
    steps.add(who, seam, "timed out, still in flight", next);
    next = mishap(state);
    Answer first = apply(next, request);
    delay(next, request);
    then.go(next, first);
    steps.add(who, seam, "delivered, and again later", next);
  }

  /** What is in flight lands, or never does. */
  void land(State state, Steps steps) {
    for (int i = 0; i < IN_FLIGHT; i++) {
      int at = i * WIDTH;
      if (state.get(inFlight, at) != 0) {
        Request request =
            new Request(
                state.get(inFlight, at),
                state.get(inFlight, at + 1),
                state.get(inFlight, at + 2),
                state.get(inFlight, at + 3));
        State next = state.copy();
        boolean done = apply(next, request) == Answer.DONE;
        for (int j = 0; j < WIDTH; j++) {
          next.set(inFlight, at + j, 0);
        }
        sort(next);
        steps.add("network", null, done ? "a late request lands" : "a late one is refused", next);
      }
    }
  }

  /** As after everything in flight was lost and nothing more will happen to requests. */
  void calm(State state) {
    state.clear(inFlight);
    state.set(mishaps, 0);
  }

  private State mishap(State state) {
    return state.copy().set(mishaps, state.get(mishaps) - 1);
  }

  private Answer apply(State state, Request request) {
    int now = state.at(request.place());
    boolean fits =
        switch (request.verb()) {
          case CREATE -> now == 0;
          case REPLACE -> now != 0 && now == request.expected();
          case DELETE, PUT -> true;
          default -> throw new IllegalStateException("verb " + request.verb());
        };
    if (fits) {
      state.setAt(request.place(), request.value());
    }
    return fits ? Answer.DONE : Answer.REFUSED;
  }

  /** Into the first free place; filled from the front, so the second is the one to ask. */
  private void delay(State state, Request request) {
    int at = WIDTH;
    state.set(inFlight, at, request.verb());
    state.set(inFlight, at + 1, request.place());
    state.set(inFlight, at + 2, request.expected());
    state.set(inFlight, at + 3, request.value());
    sort(state);
  }

  /** The order in which requests left does not matter: one state, not two. */
  private void sort(State state) {
    for (int j = 0; j < WIDTH; j++) {
      int first = state.get(inFlight, j);
      int second = state.get(inFlight, WIDTH + j);
      if (first > second) {
        return;
      }
      if (first < second) {
        for (int k = 0; k < WIDTH; k++) {
          int swapped = state.get(inFlight, k);
          state.set(inFlight, k, state.get(inFlight, WIDTH + k));
          state.set(inFlight, WIDTH + k, swapped);
        }
        return;
      }
    }
  }
}

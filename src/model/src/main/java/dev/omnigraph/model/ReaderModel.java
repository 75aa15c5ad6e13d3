package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.List;
import java.util.function.Consumer;

/** A reader beside writers that publish and refresh the hint, and a cleanup of old data. */
final class ReaderModel implements Model {
  private static final String READER = "reader";

  /** Records that a reader asks for side by side, in whatever order they are answered. */
  private static final int WINDOW = 2;

  private static final int ABSENT = 1;
  private static final int PRESENT = 2;

  private final Rules rules;
  private final int writers;
  private final Layout layout = new Layout();
  private final Cells log;
  private final Cells hint;
  private final Cells oldest;
  private final Store store;

  private final Cells writer;
  private final Cells target;
  private final Cells seenHint;
  private final Cells acknowledged;

  private final Cells reader;
  private final Cells captured;
  private final Cells probes;
  private final Cells mustSee;
  private final Cells newestAtOpen;
  private final Cells tables;

  ReaderModel(Rules rules, int writers, int mishaps) {
    this.rules = rules;
    this.writers = writers;
    this.log = layout.shared("record", writers + WINDOW + 1, v -> v == 0 ? "-" : "of writer " + v);
    this.hint = layout.shared("hint", 1, v -> "at " + (v - 1));
    this.oldest = layout.shared("oldest state with data", 1, Integer::toString);
    this.store = new Store(layout, mishaps);
    this.writer = layout.local("writer is at", writers);
    this.target = layout.local("target", writers);
    this.seenHint = layout.local("seen hint", writers);
    this.acknowledged = layout.local("acknowledged", 1);
    this.reader = layout.local("reader is at", 1);
    this.captured = layout.local("captured", 1);
    this.probes = layout.local("probes", WINDOW);
    this.mustSee = layout.local("must see", 1);
    this.newestAtOpen = layout.local("newest when the reader began", 1);
    this.tables = layout.local("state of the tables read", 2);
  }

  private enum Write {
    CAPTURE,
    PUBLISH,
    VERIFY,
    HINT_READ,
    HINT,
    ENDED
  }

  private enum Read {
    OPEN,
    PROBE,
    FIRST_TABLE,
    SECOND_TABLE,
    ENDED
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout).set(hint, 1);
    store.begin(state);
    states.accept(state);
  }

  @Override
  public void steps(State s, Steps steps) {
    store.land(s, steps);
    for (int w = 0; w < writers; w++) {
      write(s, steps, w, "writer " + (w + 1));
    }
    switch (Read.values()[s.get(reader)]) {
      case OPEN -> open(s, steps);
      case PROBE -> probe(s, steps);
      case FIRST_TABLE -> {
        State n = go(s.copy().set(tables, 0, s.get(captured)), Read.SECOND_TABLE);
        steps.add(READER, null, "reads a table at " + s.get(captured), n);
      }
      case SECOND_TABLE -> {
        int seq = rules.keep(Rule.ONE_VIEW) ? s.get(captured) : head(s);
        State n = go(s.copy().set(tables, 1, seq), Read.ENDED);
        steps.add(READER, null, "reads another at " + seq, n);
      }
      case ENDED -> {}
    }
    cleanUp(s, steps);
  }

  // --- writers

  private void write(State s, Steps steps, int w, String name) {
    switch (Write.values()[s.get(writer, w)]) {
      case CAPTURE -> {
        Write next = rules.keep(Rule.HINT_AFTER_PUBLISH) ? Write.PUBLISH : Write.HINT_READ;
        State n = go(s.copy().set(target, w, head(s) + 1), w, next);
        steps.add(name, Seam.OPEN_PROBE, "captures the state at " + head(s), n);
      }
      case PUBLISH -> publish(s, steps, w, name);
      case VERIFY -> verify(s, steps, w, name);
      case HINT_READ -> {
        boolean newer = s.get(hint) < hintOf(s.get(target, w));
        State n = s.copy().set(seenHint, w, s.get(hint));
        go(n, w, newer ? Write.HINT : afterHint());
        steps.add(name, Seam.HINT_READ, "reads the hint", n);
      }
      case HINT -> {
        int newer = hintOf(s.get(target, w));
        Request request = Request.replace(hint, 0, s.get(seenHint, w), newer);
        store.send(s, steps, name, Seam.HINT, request, (n, answer) -> go(n, w, afterHint()));
      }
      case ENDED -> {}
    }
  }

  private void publish(State s, Steps steps, int w, String name) {
    store.send(
        s,
        steps,
        name,
        Seam.PUBLISH,
        Request.create(log, s.get(target, w), w + 1),
        (n, answer) -> {
          if (answer == Answer.DONE) {
            published(n, w);
          } else {
            go(n, w, Write.VERIFY);
          }
        });
  }

  private void verify(State s, Steps steps, int w, String name) {
    int found = s.get(log, s.get(target, w));
    State n = s.copy();
    if (found == w + 1) {
      steps.add(name, Seam.PUBLISH_VERIFY, "its own", published(n, w));
    } else if (found == 0) {
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: the same again", go(n, w, Write.PUBLISH));
    } else {
      n.set(target, w, head(s) + 1);
      steps.add(name, Seam.RACE_READ, "lost, next target", go(n, w, Write.PUBLISH));
    }
  }

  private State published(State n, int w) {
    n.set(acknowledged, Math.max(n.get(acknowledged), n.get(target, w)));
    return go(n, w, rules.keep(Rule.HINT_AFTER_PUBLISH) ? Write.HINT_READ : Write.ENDED);
  }

  private Write afterHint() {
    return rules.keep(Rule.HINT_AFTER_PUBLISH) ? Write.ENDED : Write.PUBLISH;
  }

  // --- the reader

  private void open(State s, Steps steps) {
    int seq = s.get(hint) - 1;
    State n = s.copy().set(mustSee, s.get(acknowledged)).set(captured, seq);
    n.set(newestAtOpen, head(s));
    go(n, rules.keep(Rule.PROVE_NEWEST) ? Read.PROBE : Read.FIRST_TABLE);
    steps.add(READER, Seam.OPEN_BRANCH, "reads the hint", n);
  }

  private void probe(State s, Steps steps) {
    for (int i = 0; i < WINDOW; i++) {
      if (s.get(probes, i) == 0) {
        int seq = s.get(captured) + 1 + i;
        boolean there = seq <= writers && s.get(log, seq) != 0;
        State n = s.copy().set(probes, i, there ? PRESENT : ABSENT);
        advance(n);
        steps.add(READER, Seam.OPEN_PROBE, "record " + seq + (there ? " is there" : " is not"), n);
      }
    }
  }

  /**
   * Once all of the window are answered: the first absent ends it, else the next window follows.
   */
  private void advance(State n) {
    int found = 0;
    for (int i = 0; i < WINDOW; i++) {
      if (n.get(probes, i) == 0) {
        return;
      }
      found += found == i && n.get(probes, i) == PRESENT ? 1 : 0;
    }
    n.clear(probes);
    n.set(captured, n.get(captured) + found);
    if (found < WINDOW || !rules.keep(Rule.UP_TO_THE_FIRST_ABSENT)) {
      go(n, Read.FIRST_TABLE);
    }
  }

  /** Of states that were not newest at any time since the reader began: no reader is that slow. */
  private void cleanUp(State s, Steps steps) {
    boolean reads = !s.is(reader, Read.OPEN) && !s.is(reader, Read.ENDED);
    int keep = reads && rules.keep(Rule.RETENTION) ? s.get(newestAtOpen) : head(s);
    if (keep > s.get(oldest)) {
      steps.add("cleanup", null, "deletes data of older states", s.copy().set(oldest, keep));
    }
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always(
            "a reader sees what was not committed",
            s -> !isReading(s) || s.get(captured) <= head(s)),
        Invariant.always(
            "a reader does not see a write that was acknowledged before it began",
            s -> !isReading(s) || s.get(captured) >= s.get(mustSee)),
        Invariant.always(
            "a reader sees parts of two commits",
            s -> !s.is(reader, Read.ENDED) || s.get(tables, 0) == s.get(tables, 1)),
        Invariant.always(
            "the data of a reader's state is gone",
            s -> !isReading(s) || s.get(captured) >= s.get(oldest)));
  }

  private boolean isReading(State s) {
    return s.is(reader, Read.FIRST_TABLE) || s.is(reader, Read.SECOND_TABLE);
  }

  private int head(State s) {
    int head = 0;
    while (head < writers && s.get(log, head + 1) != 0) {
      head++;
    }
    return head;
  }

  private static int hintOf(int seq) {
    return seq + 1;
  }

  private State go(State n, int w, Write to) {
    return n.set(writer, w, to);
  }

  private State go(State n, Read to) {
    return n.set(reader, to);
  }
}

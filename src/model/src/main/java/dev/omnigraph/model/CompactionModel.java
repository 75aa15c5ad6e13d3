package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One table's fragments under a compaction, deletions and an insert. A version of the table is the
 * rows that live in each of its fragments; a row must live in one of them or in none.
 */
final class CompactionModel implements Model {
  private static final int A = 1;
  private static final int B = 2;
  private static final int C = 4;
  private static final int D = 8;

  /** Fragments by their files: two that are there, the compaction's, the insert's. */
  private static final int FRAGMENTS = 4;

  private static final int COMPACTED = 2;
  private static final int INSERTED = 3;

  private enum Work {
    DELETE_A,
    DELETE_B,
    DELETE_C,
    INSERT_D,
    COMPACT
  }

  private static final int WRITERS = Work.values().length;

  private final Rules rules;
  private final Layout layout = new Layout();
  private final Cells by = layout.shared("record", WRITERS + 1, v -> v == 0 ? "-" : name(v - 1));
  private final List<Cells> rows =
      IntStream.rangeClosed(0, WRITERS)
          .mapToObj(seq -> "at " + seq + ", fragment")
          .map(name -> layout.shared(name, FRAGMENTS, CompactionModel::rowsText))
          .toList();
  private final Cells at = layout.local("at", WRITERS);
  private final Cells prepared = layout.local("prepared", WRITERS);
  private final Cells target = layout.local("target", WRITERS);

  CompactionModel(Rules rules) {
    this.rules = rules;
  }

  private enum At {
    CAPTURE,
    STAGE,
    PUBLISH,
    RACE_READ,
    ENDED
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    Cells first = rows.getFirst();
    states.accept(new State(layout).set(first, 0, A | B).set(first, 1, C));
  }

  @Override
  public void steps(State s, Steps steps) {
    for (Work work : Work.values()) {
      int w = work.ordinal();
      switch (At.values()[s.get(at, w)]) {
        case CAPTURE -> prepare(s, steps, work, Seam.OPEN_PROBE, "captures the table");
        case STAGE -> steps.add(name(w), Seam.STAGE, "writes files", go(s.copy(), w, At.PUBLISH));
        case PUBLISH -> publish(s, steps, work);
        case RACE_READ -> judge(s, steps, work);
        case ENDED -> {}
      }
    }
  }

  private void prepare(State s, Steps steps, Work work, Seam seam, String what) {
    int w = work.ordinal();
    int head = head(s);
    State n = s.copy().set(prepared, w, head).set(target, w, head + 1);
    steps.add(name(w), seam, what, go(n, w, At.STAGE));
  }

  private void publish(State s, Steps steps, Work work) {
    int w = work.ordinal();
    int seq = s.get(target, w);
    State n = s.copy();
    if (s.get(by, seq) != 0) {
      steps.add(name(w), Seam.PUBLISH, "refused", go(n, w, At.RACE_READ));
      return;
    }
    n.set(by, seq, w + 1);
    for (int f = 0; f < FRAGMENTS; f++) {
      n.set(rows.get(seq), f, touches(s, work, f) ? staged(s, work, f) : now(s, seq - 1, f));
    }
    n.set(prepared, w, 0).set(target, w, 0);
    steps.add(name(w), Seam.PUBLISH, "done", go(n, w, At.ENDED));
  }

  /** What the fragment is to become, as it was when the work was prepared. */
  private int staged(State s, Work work, int fragment) {
    int was = now(s, s.get(prepared, work.ordinal()), fragment);
    return switch (work) {
      case DELETE_A, DELETE_B, DELETE_C -> was & ~row(work);
      case INSERT_D -> D;
      case COMPACT -> fragment == COMPACTED ? read(s, work) : 0;
    };
  }

  private int read(State s, Work work) {
    int seq = s.get(prepared, work.ordinal());
    return now(s, seq, 0) | now(s, seq, 1);
  }

  private boolean touches(State s, Work work, int fragment) {
    return switch (work) {
      case DELETE_A, DELETE_B, DELETE_C ->
          (now(s, s.get(prepared, work.ordinal()), fragment) & row(work)) != 0;
      case INSERT_D -> fragment == INSERTED;
      case COMPACT -> fragment <= COMPACTED;
    };
  }

  /** A compaction changes no row, so a deletion that lost to one alone is committed again. */
  private void judge(State s, Steps steps, Work work) {
    int w = work.ordinal();
    int head = head(s);
    boolean onlyCompactions =
        IntStream.rangeClosed(s.get(target, w), head)
            .allMatch(seq -> s.get(by, seq) - 1 == Work.COMPACT.ordinal());
    boolean insertsOrRewrites = work == Work.INSERT_D || work == Work.COMPACT;
    if ((!onlyCompactions && !insertsOrRewrites) || !fits(s, work, head)) {
      prepare(s, steps, work, Seam.RACE_READ, "stages again on the new table");
      return;
    }
    State n = s.copy().set(target, w, head + 1);
    steps.add(name(w), Seam.STAGE_COMMIT, "the same files again", go(n, w, At.PUBLISH));
  }

  private boolean fits(State s, Work work, int head) {
    Rule rule =
        work == Work.COMPACT
            ? Rule.REWRITES_NEED_THEIR_FRAGMENTS
            : Rule.DELETIONS_NEED_THEIR_FRAGMENTS;
    int seq = s.get(prepared, work.ordinal());
    return !rules.keep(rule)
        || IntStream.range(0, FRAGMENTS)
            .filter(f -> touches(s, work, f))
            .allMatch(f -> now(s, seq, f) == now(s, head, f));
  }

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always("a row is there twice", s -> distinct(s, head(s))),
        Invariant.always("a commit lost a row or brought one back", this::isSerial));
  }

  private boolean distinct(State s, int seq) {
    int sum = IntStream.range(0, FRAGMENTS).map(f -> Integer.bitCount(now(s, seq, f))).sum();
    return sum == Integer.bitCount(all(s, seq));
  }

  private boolean isSerial(State s) {
    int head = head(s);
    return head == 0 || all(s, head) == expected(s, head);
  }

  private int expected(State s, int seq) {
    int before = all(s, seq - 1);
    Work work = Work.values()[s.get(by, seq) - 1];
    return switch (work) {
      case DELETE_A, DELETE_B, DELETE_C -> before & ~row(work);
      case INSERT_D -> before | D;
      case COMPACT -> before;
    };
  }

  private int all(State s, int seq) {
    return IntStream.range(0, FRAGMENTS).map(f -> now(s, seq, f)).reduce(0, (a, b) -> a | b);
  }

  private static int row(Work work) {
    return switch (work) {
      case DELETE_A -> A;
      case DELETE_B -> B;
      case DELETE_C -> C;
      case INSERT_D, COMPACT -> 0;
    };
  }

  private int head(State s) {
    int head = 0;
    while (head < WRITERS && s.get(by, head + 1) != 0) {
      head++;
    }
    return head;
  }

  private int now(State s, int seq, int fragment) {
    return s.get(rows.get(seq), fragment);
  }

  private State go(State n, int w, At to) {
    return n.set(at, w, to);
  }

  private static String name(int work) {
    return Work.values()[work].name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String rowsText(int value) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < 4; i++) {
      if ((value & (1 << i)) != 0) {
        text.append((char) ('a' + i));
      }
    }
    return text.append('}').toString();
  }
}

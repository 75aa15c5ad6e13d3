package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One table's fragments under inserts and deletions, which records hold as deltas, and compactions,
 * which make a version of their own: a base. A row must live in one fragment or in none.
 */
final class FragmentModel implements Model {
  private final Rules rules;
  private final List<Work> works;
  private final Layout layout = new Layout();
  private final int branches;
  private final FragmentCells cells;
  private final Cells at;
  private final Cells prepared;
  private final Cells preparedOn;
  private final Cells made;
  private final Cells target;
  private final Cells opened;

  FragmentModel(Rules rules, List<Work> works) {
    this.rules = rules;
    this.works = works;
    this.branches = 1 + works.stream().mapToInt(Work::branch).max().orElse(0);
    this.cells = new FragmentCells(layout, works, List.of("main", "branch").subList(0, branches));
    this.at = layout.local("at", works.size());
    this.prepared = layout.local("prepared", works.size());
    this.preparedOn = layout.local("prepared on", works.size());
    this.made = layout.local("made on", works.size());
    this.target = layout.local("target", works.size());
    this.opened = layout.local("opened by the reader", 4);
  }

  private enum At {
    CAPTURE,
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
    State state = new State(layout);
    int[] first = cells.version(state, 0, 0);
    first[0] = FragmentCells.content(0, Work.A | Work.B);
    first[1] = FragmentCells.content(0, Work.C);
    for (int branch = 0; branch < branches; branch++) {
      cells.set(state, branch, 0, first);
    }
    states.accept(state);
  }

  @Override
  public void steps(State s, Steps steps) {
    for (int w = 0; w < works.size(); w++) {
      Work work = works.get(w);
      switch (At.values()[s.get(at, w)]) {
        case CAPTURE -> prepare(s, steps, w, work.stagedOn(), Seam.OPEN_PROBE, "stages");
        case PUBLISH -> publish(s, steps, w);
        case RACE_READ -> judge(s, steps, w);
        case ENDED -> {}
      }
    }
    if (branches > 1) {
      read(s, steps);
    }
  }

  private void prepare(State s, Steps steps, int w, int on, Seam seam, String what) {
    Work work = works.get(w);
    int captured = cells.head(s, on);
    State n = s.copy();
    if (!work.inserts() && work.touched(cells.version(s, on, captured)).length == 0) {
      steps.add(work.text(), seam, "finds nothing to do", end(n, w));
      return;
    }
    n.set(prepared, w, captured).set(preparedOn, w, on).set(made, w, captured);
    n.set(target, w, cells.head(s, work.branch()) + 1);
    go(n, w, on == work.branch() ? At.PUBLISH : At.RACE_READ);
    steps.add(work.text(), seam, what, n);
  }

  private void publish(State s, Steps steps, int w) {
    Work work = works.get(w);
    int seq = s.get(target, w);
    State n = s.copy();
    if (s.get(cells.by.get(work.branch()), seq) != 0) {
      steps.add(work.text(), Seam.PUBLISH, "refused", go(n, w, At.RACE_READ));
      return;
    }
    n.set(cells.by.get(work.branch()), seq, w + 1);
    cells.set(n, work.branch(), seq, after(s, n, w));
    steps.add(work.text(), Seam.PUBLISH, "done", end(n, w));
  }

  /** The change on the version before; or the whole base as it was made, whatever came since. */
  private int[] after(State s, State n, int w) {
    Work work = works.get(w);
    int[] read = cells.version(s, s.get(preparedOn, w), s.get(prepared, w));
    int before = work.compacts() ? s.get(made, w) : s.get(target, w) - 1;
    int[] version = cells.version(s, work.branch(), before);
    if (!work.inserts()) {
      for (int id : work.touched(read)) {
        version[id] = work.compacts() ? 0 : FragmentCells.without(read[id], work.row());
      }
    }
    if (work.inserts() || work.compacts()) {
      int id = newId(s, w);
      cells.give(n, work.branch(), s.get(target, w), id);
      int rows = work.compacts() ? FragmentCells.all(read) : work.row();
      version[id] = FragmentCells.content(w + 1, rows);
    }
    return version;
  }

  private int newId(State s, int w) {
    boolean byTheFold = rules.keep(Rule.IDS_BY_THE_FOLD);
    int branch = byTheFold ? works.get(w).branch() : s.get(preparedOn, w);
    int seq = byTheFold ? s.get(target, w) - 1 : s.get(prepared, w);
    int first = rules.keep(Rule.NO_ID_TWICE) ? 0 : seq;
    return cells.highest(s, branch, first, seq) + 1;
  }

  private void judge(State s, Steps steps, int w) {
    Work work = works.get(w);
    int head = cells.head(s, work.branch());
    if (work.compacts() && isOn(s, work.branch(), s.get(made, w), head)) {
      goOn(s, steps, w, head, s.get(made, w), "is on the version that it was made on");
    } else if (fits(s, w, cells.version(s, work.branch(), head))) {
      goOn(s, steps, w, head, head, work.compacts() ? "makes the same again" : "fits as it is");
    } else {
      prepare(s, steps, w, work.branch(), Seam.RACE_READ, "stages again");
    }
  }

  private void goOn(State s, Steps steps, int w, int head, int on, String what) {
    State n = s.copy().set(target, w, head + 1).set(made, w, on);
    steps.add(works.get(w).text(), Seam.RACE_READ, what, go(n, w, At.PUBLISH));
  }

  private boolean isOn(State s, int branch, int madeOn, int head) {
    return rules.keep(Rule.BASES_BY_CONTENT)
        ? cells.isSame(s, branch, madeOn, branch, head)
        : base(s, branch, madeOn) == base(s, branch, head);
  }

  private boolean fits(State s, int w, int[] version) {
    Work work = works.get(w);
    int[] read = cells.version(s, s.get(preparedOn, w), s.get(prepared, w));
    return work.inserts()
        || Arrays.stream(work.touched(read))
            .allMatch(id -> version[id] == read[id] || isOverlooked(work, version[id]));
  }

  private boolean isOverlooked(Work work, int content) {
    return work.compacts()
        ? !rules.keep(Rule.REWRITES_NEED_THEIR_FRAGMENTS)
        : !rules.keep(Rule.FRAGMENTS_BY_CONTENT) && content != 0;
  }

  /** The number of the version's base, which changes do not change; 0 of the one they share. */
  private int base(State s, int branch, int seq) {
    return IntStream.rangeClosed(1, seq)
        .filter(q -> works.get(s.get(cells.by.get(branch), q) - 1).compacts())
        .map(q -> 16 * branch + q)
        .max()
        .orElse(0);
  }

  // --- a reader that opens a version of each branch and keeps what it opened

  private void read(State s, Steps steps) {
    int head = cells.head(s, Math.min(1, s.get(opened)));
    State n = s.copy().set(opened, s.get(opened) + 1);
    if (s.get(opened) == 0) {
      steps.add("reader", Seam.OPEN_TABLE, "opens main at " + head, n.set(opened, 1, head));
    } else if (s.get(opened) == 1) {
      boolean has = isKept(s, s.get(opened, 1), head);
      n.set(opened, 2, head).set(opened, 3, has ? 1 : 0);
      String what = "opens the branch at " + head + (has ? ": has it already" : "");
      steps.add("reader", Seam.OPEN_TABLE, what, n);
    }
  }

  private boolean isKept(State s, int onMain, int there) {
    return rules.keep(Rule.VERSIONS_BY_CONTENT)
        ? cells.isSame(s, 0, onMain, 1, there)
        : base(s, 0, onMain) == base(s, 1, there) && onMain == there;
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always("a fragment id means two fragments", s -> !cells.isGivenTwice(s)),
        Invariant.always("a row is there twice", s -> eachBranch(s, this::isDistinct)),
        Invariant.always(
            "a commit lost a row or brought one back", s -> eachBranch(s, this::isSerial)),
        Invariant.always("a reader sees the rows of another branch", this::readsItsBranch));
  }

  @FunctionalInterface
  private interface Check {
    boolean holds(State s, int branch, int head);
  }

  private boolean eachBranch(State s, Check check) {
    for (int branch = 0; branch < branches; branch++) {
      if (!check.holds(s, branch, cells.head(s, branch))) {
        return false;
      }
    }
    return true;
  }

  private boolean isDistinct(State s, int branch, int head) {
    return FragmentCells.isDistinct(cells.version(s, branch, head));
  }

  private boolean isSerial(State s, int branch, int head) {
    if (head == 0) {
      return true;
    }
    int before = FragmentCells.all(cells.version(s, branch, head - 1));
    Work work = works.get(s.get(cells.by.get(branch), head) - 1);
    return FragmentCells.all(cells.version(s, branch, head)) == work.after(before);
  }

  private boolean readsItsBranch(State s) {
    return s.get(opened, 3) == 0 || cells.isSame(s, 0, s.get(opened, 1), 1, s.get(opened, 2));
  }

  private State end(State n, int w) {
    n.set(prepared, w, 0).set(preparedOn, w, 0).set(made, w, 0).set(target, w, 0);
    return go(n, w, At.ENDED);
  }

  private State go(State n, int w, At to) {
    return n.set(at, w, to);
  }
}

package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a branch knows of others: writers merge, each one of a few sources, and move what the state
 * knows to a run before they publish. A state holds no entry here, if it can be helped, so every
 * merge writes a run. Arming is the core's and not repeated here.
 */
final class KnowledgeModel implements Model {
  private static final int SOURCES = 2;

  private final Rules rules;
  private final int writers;
  private final int records;
  private final Layout layout = new Layout();
  private final Cells merged;
  private final Cells names;
  private final Cells run;
  private final Cells at;
  private final Cells wants;
  private final Cells base;
  private final Cells named;
  private final Cells late;
  private final Cells lateContent;
  private final Cells others;

  KnowledgeModel(Rules rules, int writers) {
    this.rules = rules;
    this.writers = writers;
    this.records = writers + 1;
    int runs = Math.max(1 << SOURCES, records + 1);
    this.merged = layout.shared("record", records + 1, KnowledgeModel::recordText);
    this.names = layout.shared("run of record", records + 1, Integer::toString);
    this.run = layout.shared("run", runs, KnowledgeModel::contentText);
    this.at = layout.local("at", writers);
    this.wants = layout.local("wants", writers);
    this.base = layout.local("prepared on", writers);
    this.named = layout.local("will name", writers);
    this.late = layout.local("late run", writers);
    this.lateContent = layout.local("content of the late run", writers);
    this.others = layout.local("a record of others came", 1);
  }

  private enum At {
    CAPTURE,
    SPILL,
    PUBLISH,
    RACE_READ,
    ENDED
  }

  private static final int PLAIN = SOURCES + 1;

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    choose(new State(layout), 0, 0, states);
  }

  /** Writers are alike, so that which of them wants what does not matter. */
  private void choose(State state, int writer, int from, Consumer<State> states) {
    if (writer == writers) {
      states.accept(state);
      return;
    }
    for (int source = from; source < SOURCES; source++) {
      choose(state.copy().set(wants, writer, source), writer + 1, source, states);
    }
  }

  @Override
  public void steps(State s, Steps steps) {
    for (int w = 0; w < writers; w++) {
      String name = "merge of source " + s.get(wants, w);
      switch (At.values()[s.get(at, w)]) {
        case CAPTURE -> prepare(s, steps, name, w, Seam.OPEN_PROBE, "captures the state at ");
        case SPILL -> spill(s, steps, name, w);
        case PUBLISH -> publish(s, steps, name, w);
        case RACE_READ -> judge(s, steps, name, w);
        case ENDED -> {}
      }
      if (s.get(late, w) != 0) {
        State n = s.copy().set(late, w, 0).set(lateContent, w, 0);
        create(n, s.get(late, w), s.get(lateContent, w));
        steps.add(name, null, "its run lands late", n);
      }
    }
    int free = head(s) + 1;
    if (s.get(others) == 0 && free <= records) {
      State n = s.copy().set(others, 1).set(merged, free, PLAIN);
      steps.add("others", Seam.PUBLISH, "done", n);
    }
  }

  private void prepare(State s, Steps steps, String name, int w, Seam seam, String what) {
    int head = head(s);
    boolean isUpToDate = (known(s, head) & bit(s, w)) != 0;
    State n = s.copy().set(base, w, head).set(named, w, 0);
    go(n, w, isUpToDate ? At.ENDED : At.SPILL);
    steps.add(name, seam, what + head + (isUpToDate ? ", which has it" : ""), n);
  }

  private void spill(State s, Steps steps, String name, int w) {
    int content = known(s, s.get(base, w)) | bit(s, w);
    int run = rules.keep(Rule.RUN_BY_CONTENT) ? content : s.get(base, w) + 1;
    boolean waits = rules.keep(Rule.RUN_BEFORE_RECORD);
    State done = go(s.copy().set(named, w, run), w, At.PUBLISH);
    create(done, run, content);
    steps.add(name, Seam.SPILL_KNOWN, "done", done);
    State lost = go(s.copy().set(named, w, waits ? 0 : run), w, At.PUBLISH);
    create(lost, run, content);
    steps.add(name, Seam.SPILL_KNOWN, "its answer is lost", lost);
    if (s.get(late, w) == 0) {
      State n = go(s.copy().set(named, w, waits ? 0 : run), w, At.PUBLISH);
      n.set(late, w, run).set(lateContent, w, content);
      steps.add(name, Seam.SPILL_KNOWN, "is still on its way", n);
    }
  }

  /** What is there stays: it has the same content, if runs are named by that. */
  private void create(State n, int name, int content) {
    if (n.get(run, name) == 0) {
      n.set(run, name, content);
    }
  }

  private void publish(State s, Steps steps, String name, int w) {
    int seq = s.get(base, w) + 1;
    State n = s.copy();
    if (s.get(merged, seq) != 0) {
      steps.add(name, Seam.PUBLISH, "refused", go(n, w, At.RACE_READ));
      return;
    }
    n.set(merged, seq, s.get(wants, w) + 1).set(names, seq, s.get(named, w));
    steps.add(name, Seam.PUBLISH, "done", go(n, w, At.ENDED));
  }

  private void judge(State s, Steps steps, String name, int w) {
    int head = head(s);
    boolean rivalMerged =
        IntStream.rangeClosed(s.get(base, w) + 1, head).anyMatch(seq -> isMerge(s, seq));
    if (rivalMerged && rules.keep(Rule.MERGES_PREPARE_AGAIN)) {
      prepare(s, steps, name, w, Seam.RACE_READ, "prepares again on the state at ");
      return;
    }
    State n = go(s.copy().set(base, w, head), w, At.SPILL);
    steps.add(name, Seam.RACE_READ, "keeps what is prepared", n);
  }

  /** As the fold of the records says. */
  private int known(State s, int head) {
    int recent = 0;
    int inRun = 0;
    for (int seq = 1; seq <= head; seq++) {
      if (isMerge(s, seq)) {
        recent |= 1 << (s.get(merged, seq) - 1);
      }
      if (s.get(names, seq) != 0) {
        recent = 0;
        inRun = s.get(run, s.get(names, seq));
      }
    }
    return recent | inRun;
  }

  private int had(State s, int head) {
    return IntStream.rangeClosed(1, head)
        .filter(seq -> isMerge(s, seq))
        .map(seq -> 1 << (s.get(merged, seq) - 1))
        .reduce(0, (all, one) -> all | one);
  }

  private boolean isMerge(State s, int seq) {
    return s.get(merged, seq) != 0 && s.get(merged, seq) != PLAIN;
  }

  private int bit(State s, int w) {
    return 1 << s.get(wants, w);
  }

  private int head(State s) {
    int head = 0;
    while (head < records && s.get(merged, head + 1) != 0) {
      head++;
    }
    return head;
  }

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always(
            "a record names a run that is not there",
            s ->
                IntStream.rangeClosed(1, head(s))
                    .allMatch(seq -> s.get(names, seq) == 0 || s.get(run, s.get(names, seq)) != 0)),
        Invariant.always(
            "a state knows other commits than it has",
            s -> IntStream.rangeClosed(0, head(s)).allMatch(seq -> known(s, seq) == had(s, seq))),
        Invariant.always(
            "a commit merges what its branch has",
            s ->
                IntStream.rangeClosed(1, head(s))
                    .filter(seq -> isMerge(s, seq))
                    .allMatch(seq -> had(s, seq) != had(s, seq - 1))));
  }

  private State go(State n, int w, At to) {
    return n.set(at, w, to);
  }

  private static String recordText(int value) {
    return value == 0 ? "-" : value == PLAIN ? "of others" : "merges source " + (value - 1);
  }

  private static String contentText(int value) {
    return new String[] {"-", "source 0", "source 1", "sources 0 and 1"}[value];
  }
}

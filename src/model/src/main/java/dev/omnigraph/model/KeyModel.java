package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One idempotency key delivered twice, among commits with other keys that push it out of the state.
 * A state holds one key; a second makes the next commit spill the oldest.
 */
final class KeyModel implements Model {
  private static final int KEPT = 1;

  /** Process 0 and 1 deliver key 0; every other has a key of its own. */
  private static final int DELIVERIES = 2;

  private final Rules rules;
  private final int processes;
  private final int seqs;
  private final Layout layout = new Layout();
  private final Cells log;
  private final Cells spilled;
  private final Store store;

  private final Cells at;
  private final Cells target;
  private final Cells says;
  private final Cells captured;
  private final Cells answer;

  KeyModel(Rules rules, int others, int mishaps) {
    this.rules = rules;
    this.processes = DELIVERIES + others;
    this.seqs = processes + 1;
    this.log = layout.shared("record", seqs + 1, KeyModel::recordText);
    this.spilled = layout.shared("key object", 1 + others, value -> "of seq " + value);
    this.store = new Store(layout, mishaps);
    this.at = layout.local("at", processes);
    this.target = layout.local("target", processes);
    this.says = layout.local("says spilled", processes);
    this.captured = layout.local("captured", processes);
    this.answer = layout.local("answer", processes);
  }

  private enum At {
    OPEN,
    LOOKUP,
    CAPTURE,
    SPILL,
    PUBLISH,
    VERIFY,
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
    store.begin(state);
    states.accept(state);
  }

  @Override
  public void steps(State s, Steps steps) {
    store.land(s, steps);
    for (int p = 0; p < processes; p++) {
      String name = p < DELIVERIES ? "delivery " + (p + 1) : "other " + (p - DELIVERIES + 1);
      switch (At.values()[s.get(at, p)]) {
        case OPEN -> open(s, steps, name, p);
        case LOOKUP -> lookUp(s, steps, name, p);
        case CAPTURE -> capture(s, steps, name, p);
        case SPILL -> spill(s, steps, name, p);
        case PUBLISH -> publish(s, steps, name, p);
        case VERIFY -> verify(s, steps, name, p);
        case RACE_READ -> readRivals(s, steps, name, p);
        case ENDED -> {}
      }
    }
  }

  /** A hint may lag. What the others find in theirs does not matter: nobody repeats their keys. */
  private void open(State s, Steps steps, String name, int p) {
    int head = head(s);
    for (int hinted = p < DELIVERIES ? 0 : head; hinted <= head; hinted++) {
      State n = s.copy().set(captured, p, hinted);
      int found = rules.keep(Rule.KEY_IN_THE_STATE) ? seqInState(s, hinted, key(p)) : 0;
      if (found != 0) {
        String what = "the hint at " + hinted + " has its key";
        steps.add(name, Seam.OPEN_BRANCH, what, replayed(n, p, found));
      } else {
        boolean lookUp = spilledThrough(s, hinted) > 0 && rules.keep(Rule.OLD_KEY_IS_LOOKED_UP);
        go(n, p, lookUp ? At.LOOKUP : At.CAPTURE);
        steps.add(name, Seam.OPEN_BRANCH, "reads the hint at " + hinted, n);
      }
    }
  }

  /** Its key is in no object then, and was not in the hint. */
  private void capture(State s, Steps steps, String name, int p) {
    int head = head(s);
    if (head == seqs) {
      return;
    }
    State n = s.copy();
    int found = rules.keep(Rule.KEY_AFTER_THE_HINT) ? seqSince(s, s.get(captured, p) + 1, p) : 0;
    if (found != 0) {
      steps.add(name, Seam.OPEN_PROBE, "a record after it has its key", replayed(n, p, found));
    } else {
      go(n.set(target, p, head + 1).set(captured, p, head), p, At.SPILL);
      steps.add(name, Seam.OPEN_PROBE, "captures the state at " + head, n);
    }
  }

  private void lookUp(State s, Steps steps, String name, int p) {
    int found = s.get(spilled, key(p));
    State n = s.copy();
    if (found != 0) {
      steps.add(name, Seam.KEY_LOOKUP, "its key has an object", replayed(n, p, found));
    } else {
      steps.add(name, Seam.KEY_LOOKUP, "absent", go(n, p, At.CAPTURE));
    }
  }

  /** The oldest key of an overfull state gets an object, and only then the record may say so. */
  private void spill(State s, Steps steps, String name, int p) {
    if (!rules.keep(Rule.SPILL_ONLY_COMMITTED_KEYS) && p < DELIVERIES) {
      send(s, steps, name, p, key(p), s.get(target, p), 0);
      return;
    }
    List<Integer> keys = seqsInState(s, s.get(captured, p));
    if (keys.size() > KEPT) {
      int oldest = keys.getFirst();
      send(s, steps, name, p, key(owner(s.get(log, oldest))), oldest, oldest);
    } else {
      publish(s, steps, name, p);
    }
  }

  private void send(State s, Steps steps, String name, int p, int key, int seq, int saying) {
    store.send(
        s,
        steps,
        name,
        Seam.SPILL_KEY,
        Request.create(spilled, key, seq),
        (n, outcome) -> {
          boolean known = outcome != Answer.UNKNOWN || !rules.keep(Rule.SPILL_BEFORE_SAYING_SO);
          go(n.set(says, p, known ? saying : 0), p, At.PUBLISH);
        });
  }

  private void publish(State s, Steps steps, String name, int p) {
    store.send(
        s,
        steps,
        name,
        Seam.PUBLISH,
        Request.create(log, s.get(target, p), record(p, s.get(says, p))),
        (n, outcome) -> {
          if (outcome == Answer.DONE) {
            ended(n, p, s.get(target, p));
          } else {
            go(n, p, At.VERIFY);
          }
        });
  }

  private void verify(State s, Steps steps, String name, int p) {
    int found = s.get(log, s.get(target, p));
    State n = s.copy();
    if (found == 0) {
      steps.add(name, Seam.PUBLISH_VERIFY, "absent: the same again", go(n, p, At.PUBLISH));
    } else if (owner(found) == p) {
      steps.add(name, Seam.PUBLISH_VERIFY, "its own", ended(n, p, s.get(target, p)));
    } else {
      steps.add(name, Seam.PUBLISH_VERIFY, "lost", go(n, p, At.RACE_READ));
    }
  }

  private void readRivals(State s, Steps steps, String name, int p) {
    int head = head(s);
    State n = s.copy();
    int found = rules.keep(Rule.KEY_IN_LOST_RACES) ? seqSince(s, s.get(target, p), p) : 0;
    if (found != 0) {
      steps.add(name, Seam.RACE_READ, "a rival has its key", replayed(n, p, found));
    } else if (head < seqs) {
      n.set(target, p, head + 1);
      steps.add(name, Seam.RACE_READ, "next target " + (head + 1), go(n, p, At.PUBLISH));
    }
  }

  /** Where the process's key is, from a seq on; 0 when it is not there. */
  private int seqSince(State s, int first, int p) {
    return IntStream.rangeClosed(first, head(s))
        .filter(seq -> key(owner(s.get(log, seq))) == key(p))
        .findFirst()
        .orElse(0);
  }

  // --- what a state says, folded from the log

  private int head(State s) {
    int head = 0;
    while (head < seqs && s.get(log, head + 1) != 0) {
      head++;
    }
    return head;
  }

  private int spilledThrough(State s, int head) {
    return IntStream.rangeClosed(1, head).map(seq -> saidBy(s.get(log, seq))).max().orElse(0);
  }

  private List<Integer> seqsInState(State s, int head) {
    int from = spilledThrough(s, head) + 1;
    if (!rules.keep(Rule.KEY_LEAVES_BY_A_RECORD)) {
      from = Math.max(from, head - KEPT + 1);
    }
    List<Integer> seqsOfKeys = new ArrayList<>();
    IntStream.rangeClosed(from, head).forEach(seqsOfKeys::add);
    return seqsOfKeys;
  }

  private int seqInState(State s, int head, int key) {
    return seqsInState(s, head).stream()
        .filter(seq -> key(owner(s.get(log, seq))) == key)
        .findFirst()
        .orElse(0);
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always("one key made two commits", this::isUsedOnce),
        Invariant.always("a repeated key was answered with another commit", this::isAnswered));
  }

  private boolean isUsedOnce(State s) {
    return IntStream.rangeClosed(1, head(s)).filter(seq -> key(owner(s.get(log, seq))) == 0).count()
        <= 1;
  }

  private boolean isAnswered(State s) {
    return IntStream.range(0, processes)
        .filter(p -> s.get(answer, p) != 0)
        .allMatch(p -> key(owner(s.get(log, s.get(answer, p)))) == key(p));
  }

  // --- how it is packed

  private static int key(int process) {
    return Math.max(0, process - DELIVERIES + 1);
  }

  private static int record(int process, int saying) {
    return 1 + process + saying * 16;
  }

  /** Of a record that is there; of none, a process without key. */
  private static int owner(int record) {
    return record == 0 ? 15 : record % 16 - 1;
  }

  private static int saidBy(int record) {
    return record / 16;
  }

  private State replayed(State n, int p, int seq) {
    return ended(n, p, seq);
  }

  private State ended(State n, int p, int seq) {
    n.set(answer, p, seq).set(target, p, 0).set(captured, p, 0).set(says, p, 0);
    return go(n, p, At.ENDED);
  }

  private State go(State n, int p, At to) {
    return n.set(at, p, to);
  }

  private static String recordText(int value) {
    if (value == 0) {
      return "-";
    }
    String saying = saidBy(value) == 0 ? "" : ", keys up to " + saidBy(value) + " are spilled";
    return "key " + key(owner(value)) + " of process " + owner(value) + saying;
  }
}

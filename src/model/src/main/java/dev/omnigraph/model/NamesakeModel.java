package dev.omnigraph.model;

import static dev.omnigraph.model.NamesakeCells.GONE;
import static dev.omnigraph.model.NamesakeCells.IDS;
import static dev.omnigraph.model.NamesakeCells.LIVE;
import static dev.omnigraph.model.NamesakeCells.SEQS;
import static dev.omnigraph.model.NamesakeCells.TERMINAL;
import static dev.omnigraph.model.NamesakeCells.WRITE;
import static dev.omnigraph.model.NamesakeCells.hintOf;
import static dev.omnigraph.model.NamesakeCells.id;
import static dev.omnigraph.model.NamesakeCells.status;
import static dev.omnigraph.model.NamesakeCells.value;
import static dev.omnigraph.model.NamesakeCreation.CREATORS;

import dev.omnigraph.model.Layout.Cells;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One name, and the branches that bear it one after the other: a writer, a deletion, a sweep that
 * finishes or ends the deletion, two processes that create the name anew, and a cleanup that takes
 * one of them for dead. What may happen to an arming or a fence is the core's and not repeated
 * here.
 */
final class NamesakeModel implements Model {
  private final Rules rules;
  private final Layout layout = new Layout();
  private final NamesakeCells cells = new NamesakeCells(layout);
  private final Store store;
  private final NamesakeWriter writer;
  private final NamesakeDeletion deletion;
  private final NamesakeCreation creation;
  private final Cells removed;

  NamesakeModel(Rules rules, int mishaps) {
    this.rules = rules;
    this.store = new Store(layout, mishaps);
    this.writer = new NamesakeWriter(layout, rules, cells, store);
    this.deletion = new NamesakeDeletion(layout, rules, cells, store);
    this.creation = new NamesakeCreation(layout, rules, cells, store);
    this.removed = layout.local("log removed", 1);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout).set(cells.branch, value(0, LIVE, 0));
    store.begin(state);
    states.accept(state);
  }

  @Override
  public void steps(State s, Steps steps) {
    store.land(s, steps);
    writer.steps(s, steps);
    deletion.steps(s, steps);
    creation.steps(s, steps);
    if (!rules.keep(Rule.RECORDS_STAY)) {
      removeRecords(s, steps);
    }
  }

  /** What the protocol never does. */
  private void removeRecords(State s, Steps steps) {
    if (s.get(deletion.deleted) != 0 && s.get(removed) == 0) {
      State n = s.copy().set(removed, 1);
      for (int seq = 1; seq <= SEQS; seq++) {
        n.set(cells.logs.getFirst(), seq, 0);
      }
      steps.add("clean-up", null, "removes the log of the deleted branch", n);
    }
  }

  // --- what must hold

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always("a record follows the terminal one", this::terminalIsLast),
        Invariant.step("a write after its branch was reported deleted", this::deletedStaysDeleted),
        Invariant.always("a branch that was reported deleted is there", this::isNotRevived),
        Invariant.always("the hint is ahead of its branch's log", this::hintIsBehind),
        Invariant.always(
            "a branch that was reported created is not under its name", this::createdIsThere),
        Invariant.always("nobody is left to mark a deleted branch", this::deletionIsFinished));
  }

  private boolean terminalIsLast(State s) {
    return IntStream.range(0, IDS)
        .allMatch(
            id ->
                IntStream.range(1, SEQS)
                    .allMatch(
                        seq ->
                            cells.record(s, id, seq) != TERMINAL
                                || cells.record(s, id, seq + 1) == 0));
  }

  private boolean deletedStaysDeleted(State before, State after) {
    return before.get(deletion.deleted) == 0
        || IntStream.rangeClosed(1, SEQS)
            .noneMatch(
                seq -> cells.record(before, 0, seq) == 0 && cells.record(after, 0, seq) == WRITE);
  }

  private boolean isNotRevived(State s) {
    return s.get(deletion.deleted) == 0
        || id(s.get(cells.branch)) != 0
        || status(s.get(cells.branch)) == GONE;
  }

  private boolean hintIsBehind(State s) {
    int found = s.get(cells.branch);
    return hintOf(found) <= cells.head(s, id(found)) || !rules.keep(Rule.RECORDS_STAY);
  }

  private boolean createdIsThere(State s) {
    return IntStream.range(0, CREATORS)
        .allMatch(
            i ->
                s.get(creation.created, i) == 0
                    || cells.isEnded(s, 1 + i)
                    || (id(s.get(cells.branch)) == 1 + i && status(s.get(cells.branch)) == LIVE));
  }

  private boolean deletionIsFinished(State s) {
    return !cells.isEnded(s, 0)
        || s.get(cells.sidecar) != 0
        || id(s.get(cells.branch)) != 0
        || status(s.get(cells.branch)) == GONE;
  }
}

package dev.omnigraph.model;

import static dev.omnigraph.model.NamesakeCells.FENCE;
import static dev.omnigraph.model.NamesakeCells.LIVE;
import static dev.omnigraph.model.NamesakeCells.TERMINAL;
import static dev.omnigraph.model.NamesakeCells.hintOf;
import static dev.omnigraph.model.NamesakeCells.id;
import static dev.omnigraph.model.NamesakeCells.letter;
import static dev.omnigraph.model.NamesakeCells.status;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.NamesakeCells.Actor;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;

/** A process that deletes the first branch of the name, and the sweep that finishes or ends it. */
final class NamesakeDeletion {
  private final Rules rules;
  private final NamesakeCells cells;
  private final Store store;
  private final NamesakeMark mark;
  private final Actor deleter;
  private final Actor sweep;

  /** Whether the deletion was acknowledged. */
  final Cells deleted;

  NamesakeDeletion(Layout layout, Rules rules, NamesakeCells cells, Store store) {
    this.rules = rules;
    this.cells = cells;
    this.store = store;
    this.mark = new NamesakeMark(cells, store);
    this.deleter = new Actor(layout, "deletion");
    this.sweep = new Actor(layout, "sweep");
    this.deleted = layout.local("deletion acknowledged", 1);
  }

  private enum Delete {
    OPEN,
    ARM,
    PUBLISH,
    VERIFY,
    MARK_READ,
    MARK,
    FINISH,
    ENDED
  }

  private enum Recover {
    READ,
    MARK_READ,
    MARK,
    DELETE
  }

  void steps(State s, Steps steps) {
    delete(s, steps);
    recover(s, steps);
  }

  private void delete(State s, Steps steps) {
    switch (Delete.values()[s.get(deleter.at())]) {
      case OPEN -> open(s, steps);
      case ARM -> {
        State n = s.copy().set(cells.sidecar, hintOf(s.get(deleter.etag())) + 1);
        steps.add(deleter.name(), Seam.ARM, "done", deleter.go(n, Delete.PUBLISH));
      }
      case PUBLISH -> publish(s, steps);
      case VERIFY -> verify(s, steps);
      case MARK_READ -> mark.read(s, steps, deleter, Delete.MARK, Delete.FINISH);
      case MARK -> mark.write(s, steps, deleter, Delete.MARK_READ, Delete.FINISH);
      case FINISH -> {
        State n = s.copy().set(cells.sidecar, 0).set(deleted, 1);
        steps.add(deleter.name(), Seam.FINISH, "done", deleter.end(n, Delete.ENDED));
      }
      case ENDED -> {}
    }
  }

  private void open(State s, Steps steps) {
    int found = s.get(cells.branch);
    int id = id(found);
    int next = cells.head(s, id) + 1;
    boolean isOver = rules.keep(Rule.TERMINAL_ENDS_THE_LOG) && cells.isEnded(s, id);
    if (status(found) == LIVE && !isOver && next < NamesakeCells.endOf(hintOf(found) + 1)) {
      State n = s.copy().set(deleter.id(), id).set(deleter.target(), next);
      n.set(deleter.etag(), found);
      deleter.go(n, rules.keep(Rule.TERMINAL_RECORD) ? Delete.ARM : Delete.MARK_READ);
      steps.add(deleter.name(), Seam.OPEN_BRANCH, "opens " + letter(id), n);
    }
  }

  private void publish(State s, Steps steps) {
    Delete done = rules.keep(Rule.MARK_BEFORE_FINISH) ? Delete.MARK_READ : Delete.FINISH;
    store.send(
        s,
        steps,
        deleter.name(),
        Seam.PUBLISH,
        Request.create(cells.logs.get(s.get(deleter.id())), s.get(deleter.target()), TERMINAL),
        (n, answer) -> deleter.go(n, answer == Answer.DONE ? done : Delete.VERIFY));
  }

  private void verify(State s, Steps steps) {
    int id = s.get(deleter.id());
    int next = cells.head(s, id) + 1;
    int found = cells.record(s, id, s.get(deleter.target()));
    State n = s.copy();
    if (found == TERMINAL) {
      steps.add(deleter.name(), Seam.PUBLISH_VERIFY, "its own", deleter.go(n, Delete.MARK_READ));
    } else if (found == 0) {
      deleter.go(n, Delete.PUBLISH);
      steps.add(deleter.name(), Seam.PUBLISH_VERIFY, "absent: the same again", n);
    } else if (cells.isFenced(s, id) || next >= NamesakeCells.endOf(start(s))) {
      deleter.end(n, Delete.ENDED);
      steps.add(deleter.name(), Seam.RACE_READ, "must start again under a new id", n);
    } else {
      deleter.go(n.set(deleter.target(), next), Delete.PUBLISH);
      steps.add(deleter.name(), Seam.RACE_READ, "lost, next target", n);
    }
  }

  private int start(State s) {
    return hintOf(s.get(deleter.etag())) + 1;
  }

  // --- the sweep

  private void recover(State s, Steps steps) {
    switch (Recover.values()[s.get(sweep.at())]) {
      case READ -> {
        if (s.get(cells.sidecar) != 0) {
          readRange(s, steps);
        }
      }
      case MARK_READ -> mark.read(s, steps, sweep, Recover.MARK, Recover.DELETE);
      case MARK -> mark.write(s, steps, sweep, Recover.MARK_READ, Recover.DELETE);
      case DELETE -> {
        State n = sweep.end(s.copy().set(cells.sidecar, 0), Recover.READ);
        steps.add(sweep.name(), Seam.SWEEP_DELETE, "done", n);
      }
    }
  }

  /** Its fence is seen at once, for what may come between is the core's. */
  private void readRange(State s, Steps steps) {
    int start = s.get(cells.sidecar);
    for (int seq = start; seq < NamesakeCells.endOf(start); seq++) {
      int found = cells.record(s, 0, seq);
      State n = s.copy();
      if (found == TERMINAL) {
        sweep.go(n, Recover.MARK_READ);
        steps.add(sweep.name(), Seam.SWEEP_TARGET, "the deletion is committed", n);
        return;
      }
      if (found == 0) {
        sweep.go(n.set(cells.logs.getFirst(), seq, FENCE), Recover.DELETE);
        steps.add(sweep.name(), Seam.SWEEP_FENCE, "done", n);
        return;
      }
      if (found == FENCE) {
        break;
      }
    }
    State n = sweep.go(s.copy(), Recover.DELETE);
    steps.add(sweep.name(), Seam.SWEEP_TARGET, "it cannot be published any more", n);
  }
}

package dev.omnigraph.model;

import static dev.omnigraph.model.NamesakeCells.LIVE;
import static dev.omnigraph.model.NamesakeCells.SEQS;
import static dev.omnigraph.model.NamesakeCells.WRITE;
import static dev.omnigraph.model.NamesakeCells.hintOf;
import static dev.omnigraph.model.NamesakeCells.id;
import static dev.omnigraph.model.NamesakeCells.letter;
import static dev.omnigraph.model.NamesakeCells.status;
import static dev.omnigraph.model.NamesakeCells.value;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.NamesakeCells.Actor;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;

/** A process that writes to the first branch of the name, and then refreshes its hint. */
final class NamesakeWriter {
  private final Rules rules;
  private final NamesakeCells cells;
  private final Store store;
  private final Actor writer;

  NamesakeWriter(Layout layout, Rules rules, NamesakeCells cells, Store store) {
    this.rules = rules;
    this.cells = cells;
    this.store = store;
    this.writer = new Actor(layout, "writer");
  }

  private enum Write {
    OPEN,
    PUBLISH,
    VERIFY,
    HINT,
    HINT_READ,
    HINT_AGAIN,
    ENDED
  }

  void steps(State s, Steps steps) {
    switch (Write.values()[s.get(writer.at())]) {
      case OPEN -> open(s, steps);
      case PUBLISH -> publish(s, steps);
      case VERIFY -> verify(s, steps);
      case HINT -> hint(s, steps, Write.HINT_READ);
      case HINT_READ -> readHint(s, steps);
      case HINT_AGAIN -> hint(s, steps, Write.ENDED);
      case ENDED -> {}
    }
  }

  private void open(State s, Steps steps) {
    int found = s.get(cells.branch);
    int id = id(found);
    int head = cells.head(s, id);
    if (status(found) == LIVE && !isOver(s, id) && head < SEQS) {
      State n = s.copy().set(writer.id(), id).set(writer.target(), head + 1);
      writer.go(n.set(writer.etag(), found), Write.PUBLISH);
      steps.add(writer.name(), Seam.OPEN_BRANCH, "opens " + letter(id), n);
    }
  }

  private boolean isOver(State s, int id) {
    return rules.keep(Rule.TERMINAL_ENDS_THE_LOG) && cells.isEnded(s, id);
  }

  private void publish(State s, Steps steps) {
    store.send(
        s,
        steps,
        writer.name(),
        Seam.PUBLISH,
        Request.create(cells.logs.get(s.get(writer.id())), s.get(writer.target()), WRITE),
        (n, answer) -> writer.go(n, answer == Answer.DONE ? Write.HINT : Write.VERIFY));
  }

  private void verify(State s, Steps steps) {
    int id = s.get(writer.id());
    int head = cells.head(s, id);
    int found = cells.record(s, id, s.get(writer.target()));
    State n = s.copy();
    if (found == WRITE) {
      steps.add(writer.name(), Seam.PUBLISH_VERIFY, "its own", writer.go(n, Write.HINT));
    } else if (found == 0) {
      writer.go(n, Write.PUBLISH);
      steps.add(writer.name(), Seam.PUBLISH_VERIFY, "absent: the same again", n);
    } else if (isOver(s, id) || head == SEQS) {
      writer.end(n, Write.ENDED);
      steps.add(writer.name(), Seam.RACE_READ, "the branch is gone", n);
    } else {
      writer.go(n.set(writer.target(), head + 1), Write.PUBLISH);
      steps.add(writer.name(), Seam.RACE_READ, "lost, next target", n);
    }
  }

  private void hint(State s, Steps steps, Write otherwise) {
    int read = s.get(writer.etag());
    int newer = value(id(read), LIVE, s.get(writer.target()));
    Request request =
        rules.keep(Rule.HINT_IF_MATCH)
            ? Request.replace(cells.branch, 0, read, newer)
            : Request.put(cells.branch, 0, newer);
    store.send(
        s,
        steps,
        writer.name(),
        Seam.HINT,
        request,
        (n, answer) -> {
          if (answer == Answer.DONE || otherwise == Write.ENDED) {
            writer.end(n, Write.ENDED);
          } else {
            writer.go(n, otherwise);
          }
        });
  }

  private void readHint(State s, Steps steps) {
    int found = s.get(cells.branch);
    State n = s.copy();
    boolean own = id(found) == s.get(writer.id()) || !rules.keep(Rule.HINT_OF_THE_OWN_BRANCH);
    if (own && status(found) == LIVE && hintOf(found) < s.get(writer.target())) {
      writer.go(n.set(writer.etag(), found), Write.HINT_AGAIN);
      steps.add(writer.name(), Seam.HINT_READ, "may refresh it", n);
    } else {
      steps.add(writer.name(), Seam.HINT_READ, "leaves it", writer.end(n, Write.ENDED));
    }
  }
}

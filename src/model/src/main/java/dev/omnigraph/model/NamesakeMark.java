package dev.omnigraph.model;

import static dev.omnigraph.model.NamesakeCells.GONE;
import static dev.omnigraph.model.NamesakeCells.hintOf;
import static dev.omnigraph.model.NamesakeCells.id;
import static dev.omnigraph.model.NamesakeCells.status;
import static dev.omnigraph.model.NamesakeCells.value;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.NamesakeCells.Actor;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;

/** How a branch object comes to say that its branch is deleted, whoever writes that. */
record NamesakeMark(NamesakeCells cells, Store store) {

  void read(State s, Steps steps, Actor who, Enum<?> mark, Enum<?> done) {
    int found = s.get(cells.branch);
    State n = s.copy();
    if (id(found) == 0 && status(found) != GONE) {
      n.set(who.etag(), found);
      steps.add(who.name(), Seam.BRANCH_MARK_READ, "not marked yet", who.go(n, mark));
    } else {
      steps.add(who.name(), Seam.BRANCH_MARK_READ, "nothing to mark", who.go(n, done));
    }
  }

  void write(State s, Steps steps, Actor who, Enum<?> again, Enum<?> done) {
    int read = s.get(who.etag());
    store.send(
        s,
        steps,
        who.name(),
        Seam.BRANCH_MARK,
        Request.replace(cells.branch, 0, read, value(id(read), GONE, hintOf(read))),
        (n, answer) -> who.go(n, answer == Answer.DONE ? done : again));
  }
}

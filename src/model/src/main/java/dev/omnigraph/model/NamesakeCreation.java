package dev.omnigraph.model;

import static dev.omnigraph.model.NamesakeCells.GONE;
import static dev.omnigraph.model.NamesakeCells.LIVE;
import static dev.omnigraph.model.NamesakeCells.PENDING;
import static dev.omnigraph.model.NamesakeCells.id;
import static dev.omnigraph.model.NamesakeCells.status;
import static dev.omnigraph.model.NamesakeCells.value;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.NamesakeCells.Actor;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.List;

/** Two processes that create the name anew, and a cleanup that takes one of them for dead. */
final class NamesakeCreation {
  static final int CREATORS = 2;

  private final Rules rules;
  private final NamesakeCells cells;
  private final Store store;
  private final NamesakeMark mark;
  private final List<Actor> creators;
  private final Actor dropper;

  /** Which creations were acknowledged. */
  final Cells created;

  NamesakeCreation(Layout layout, Rules rules, NamesakeCells cells, Store store) {
    this.rules = rules;
    this.cells = cells;
    this.store = store;
    this.mark = new NamesakeMark(cells, store);
    this.creators = List.of(new Actor(layout, "creator 1"), new Actor(layout, "creator 2"));
    this.dropper = new Actor(layout, "cleanup");
    this.created = layout.local("creation acknowledged", CREATORS);
  }

  private enum Create {
    READ,
    MARK,
    PENDING,
    PENDING_VERIFY,
    LIVE,
    LIVE_VERIFY,
    ENDED
  }

  private enum Drop {
    FIND,
    MARK,
    ENDED
  }

  void steps(State s, Steps steps) {
    for (int i = 0; i < CREATORS; i++) {
      create(s, steps, i);
    }
    drop(s, steps);
  }

  private void create(State s, Steps steps, int number) {
    Actor who = creators.get(number);
    int own = rules.keep(Rule.NEW_BRANCH_ID) ? 1 + number : 0;
    int pending = value(own, PENDING, 0);
    int live = value(own, LIVE, 0);
    switch (Create.values()[s.get(who.at())]) {
      case READ -> {
        int found = s.get(cells.branch);
        State n = s.copy().set(who.etag(), found);
        if (status(found) != LIVE) {
          steps.add(who.name(), Seam.OPEN_BRANCH, "the name is free", who.go(n, Create.PENDING));
        } else if (cells.isEnded(s, id(found))) {
          steps.add(who.name(), Seam.OPEN_PROBE, "its log has ended", who.go(n, Create.MARK));
        }
      }
      case MARK -> mark.write(s, steps, who, Create.READ, Create.READ);
      case PENDING -> {
        Request request =
            rules.keep(Rule.CREATE_OVER_WHAT_WAS_READ)
                ? Request.replace(cells.branch, 0, s.get(who.etag()), pending)
                : Request.put(cells.branch, 0, pending);
        store.send(
            s,
            steps,
            who.name(),
            Seam.BRANCH_PENDING,
            request,
            (n, answer) -> {
              boolean done = answer == Answer.DONE;
              who.go(n, done ? Create.LIVE : Create.PENDING_VERIFY);
            });
      }
      case PENDING_VERIFY ->
          verifyCreate(s, steps, number, pending, s.get(who.etag()), Create.PENDING, Create.LIVE);
      case LIVE -> {
        Request request =
            rules.keep(Rule.LIVE_ONLY_AS_PENDING)
                ? Request.replace(cells.branch, 0, pending, live)
                : Request.put(cells.branch, 0, live);
        store.send(
            s,
            steps,
            who.name(),
            Seam.BRANCH_LIVE,
            request,
            (n, answer) -> {
              if (answer == Answer.DONE) {
                n.set(created, number, 1);
                who.end(n, Create.ENDED);
              } else {
                who.go(n, Create.LIVE_VERIFY);
              }
            });
      }
      case LIVE_VERIFY -> verifyCreate(s, steps, number, live, pending, Create.LIVE, Create.ENDED);
      case ENDED -> {}
    }
  }

  private void verifyCreate(
      State s, Steps steps, int number, int ours, int before, Create again, Create next) {
    Actor who = creators.get(number);
    int found = s.get(cells.branch);
    State n = s.copy();
    boolean dropped =
        next == Create.ENDED
            && status(found) == GONE
            && !cells.isEnded(s, id(found))
            && rules.keep(Rule.DROPPED_IS_NOT_CREATED);
    if (id(found) == id(ours) && status(found) >= status(ours) && !dropped) {
      if (next == Create.ENDED) {
        who.end(n.set(created, number, 1), next);
      } else {
        who.go(n, next);
      }
      steps.add(who.name(), Seam.BRANCH_VERIFY, "it is there", n);
    } else if (found == before) {
      steps.add(who.name(), Seam.BRANCH_VERIFY, "not yet: again", who.go(n, again));
    } else {
      steps.add(who.name(), Seam.BRANCH_VERIFY, "somebody else's", who.end(n, Create.ENDED));
    }
  }

  /** Of a branch that is pending for too long; its creator may be alive all the same. */
  private void drop(State s, Steps steps) {
    switch (Drop.values()[s.get(dropper.at())]) {
      case FIND -> {
        int found = s.get(cells.branch);
        if (status(found) == PENDING) {
          State n = dropper.go(s.copy().set(dropper.etag(), found), Drop.MARK);
          steps.add(dropper.name(), null, "pending for too long", n);
        }
      }
      case MARK -> {
        int read = s.get(dropper.etag());
        int gone = value(id(read), GONE, 0);
        Request request =
            rules.keep(Rule.DROP_ONLY_AS_READ)
                ? Request.replace(cells.branch, 0, read, gone)
                : Request.put(cells.branch, 0, gone);
        store.send(
            s,
            steps,
            dropper.name(),
            Seam.CLEANUP_UNBORN,
            request,
            (n, answer) -> dropper.end(n, Drop.ENDED));
      }
      case ENDED -> {}
    }
  }
}

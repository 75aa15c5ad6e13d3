package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One name, and the branches that bear it one after the other: a writer, a deletion, a sweep that
 * finishes the deletion, two processes that create the name anew, and a cleanup that takes one of
 * them for dead. Arming and re-arming are the core's and not repeated here.
 */
final class NamesakeModel implements Model {
  private static final int SEQS = 3;
  private static final int IDS = 3;

  private static final int PENDING = 1;
  private static final int LIVE = 2;
  private static final int GONE = 3;

  private static final int WRITE = 1;
  private static final int TERMINAL = 2;

  private static final int CREATORS = 2;

  private final Rules rules;
  private final Layout layout = new Layout();

  /** Id, status and hint; the id makes every write of it unlike the others. */
  private final Cells branch = layout.shared("branch", 1, NamesakeModel::branchText);

  private final List<Cells> logs =
      IntStream.range(0, IDS)
          .mapToObj(id -> "record of " + letter(id))
          .map(name -> layout.shared(name, SEQS + 1, NamesakeModel::recordText))
          .toList();

  private final Cells sidecar = layout.shared("sidecar of the deletion", 1, Integer::toString);
  private final Store store;

  private final Actor writer = new Actor(layout, "writer");
  private final Actor deleter = new Actor(layout, "deletion");
  private final Actor sweep = new Actor(layout, "sweep");
  private final List<Actor> creators =
      List.of(new Actor(layout, "creator 1"), new Actor(layout, "creator 2"));
  private final Actor dropper = new Actor(layout, "cleanup");
  private final Actor remover = new Actor(layout, "clean-up");

  private final Cells deleted = layout.local("deletion acknowledged", 1);
  private final Cells created = layout.local("creation acknowledged", CREATORS);

  NamesakeModel(Rules rules, int mishaps) {
    this.rules = rules;
    this.store = new Store(layout, mishaps);
  }

  /** What one process remembers. */
  private record Actor(String name, Cells at, Cells id, Cells target, Cells etag) {
    Actor(Layout layout, String name) {
      this(
          name,
          layout.local("at", 1),
          layout.local("id", 1),
          layout.local("target", 1),
          layout.local("etag", 1));
    }

    State go(State n, Enum<?> to) {
      return n.set(at, to);
    }

    State end(State n, Enum<?> to) {
      return go(n, to).set(id, 0).set(target, 0).set(etag, 0);
    }
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
    FIND,
    MARK_READ,
    MARK,
    DELETE
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

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public void begin(Consumer<State> states) {
    State state = new State(layout).set(branch, value(0, LIVE, 0));
    store.begin(state);
    states.accept(state);
  }

  @Override
  public void steps(State s, Steps steps) {
    store.land(s, steps);
    write(s, steps);
    delete(s, steps);
    recover(s, steps);
    for (int i = 0; i < CREATORS; i++) {
      create(s, steps, i);
    }
    drop(s, steps);
    if (!rules.keep(Rule.RECORDS_STAY)) {
      removeRecords(s, steps);
    }
  }

  // --- the writer

  private void write(State s, Steps steps) {
    switch (Write.values()[s.get(writer.at)]) {
      case OPEN -> open(s, steps, writer, Write.PUBLISH);
      case PUBLISH -> publish(s, steps, writer, WRITE, Seam.PUBLISH, Write.HINT, Write.VERIFY);
      case VERIFY -> verify(s, steps, writer, WRITE, Write.HINT, Write.PUBLISH, Write.ENDED);
      case HINT -> hint(s, steps, Write.HINT_READ);
      case HINT_READ -> readHint(s, steps);
      case HINT_AGAIN -> hint(s, steps, Write.ENDED);
      case ENDED -> {}
    }
  }

  private void open(State s, Steps steps, Actor who, Enum<?> next) {
    int found = s.get(branch);
    if (status(found) == LIVE) {
      int id = id(found);
      if (!isEndedFor(s, id) && head(s, id) < SEQS) {
        State n = s.copy().set(who.id, id).set(who.target, head(s, id) + 1).set(who.etag, found);
        steps.add(who.name, Seam.OPEN_BRANCH, "opens " + letter(id), who.go(n, next));
      }
    }
  }

  private boolean isEndedFor(State s, int id) {
    return rules.keep(Rule.TERMINAL_ENDS_THE_LOG) && isEnded(s, id);
  }

  private void publish(
      State s, Steps steps, Actor who, int kind, Seam seam, Enum<?> done, Enum<?> unsure) {
    store.send(
        s,
        steps,
        who.name,
        seam,
        Request.create(logs.get(s.get(who.id)), s.get(who.target), kind),
        (n, answer) -> who.go(n, answer == Answer.DONE ? done : unsure));
  }

  private void verify(
      State s, Steps steps, Actor who, int own, Enum<?> done, Enum<?> again, Enum<?> ended) {
    int id = s.get(who.id);
    int found = record(s, id, s.get(who.target));
    State n = s.copy();
    if (found == own) {
      steps.add(who.name, Seam.PUBLISH_VERIFY, "its own", who.go(n, done));
    } else if (found == 0) {
      steps.add(who.name, Seam.PUBLISH_VERIFY, "absent: the same again", who.go(n, again));
    } else if (isEndedFor(s, id) || head(s, id) == SEQS) {
      steps.add(who.name, Seam.RACE_READ, "the branch is gone", who.end(n, ended));
    } else {
      n.set(who.target, head(s, id) + 1);
      steps.add(who.name, Seam.RACE_READ, "lost, next target", who.go(n, again));
    }
  }

  private void hint(State s, Steps steps, Write otherwise) {
    int read = s.get(writer.etag);
    int newer = value(id(read), LIVE, s.get(writer.target));
    Request request =
        rules.keep(Rule.HINT_IF_MATCH)
            ? Request.replace(branch, 0, read, newer)
            : Request.put(branch, 0, newer);
    store.send(
        s,
        steps,
        writer.name,
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
    int found = s.get(branch);
    State n = s.copy();
    boolean own = id(found) == s.get(writer.id) || !rules.keep(Rule.HINT_OF_THE_OWN_BRANCH);
    if (own && status(found) == LIVE && hintOf(found) < s.get(writer.target)) {
      n.set(writer.etag, found);
      steps.add(writer.name, Seam.HINT_READ, "may refresh it", writer.go(n, Write.HINT_AGAIN));
    } else {
      steps.add(writer.name, Seam.HINT_READ, "leaves it", writer.end(n, Write.ENDED));
    }
  }

  // --- the deletion, and the sweep that finishes one

  private void delete(State s, Steps steps) {
    switch (Delete.values()[s.get(deleter.at)]) {
      case OPEN ->
          open(s, steps, deleter, rules.keep(Rule.TERMINAL_RECORD) ? Delete.ARM : Delete.MARK_READ);
      case ARM -> {
        State n = s.copy().set(sidecar, s.get(deleter.target));
        steps.add(deleter.name, Seam.ARM, "done", deleter.go(n, Delete.PUBLISH));
      }
      case PUBLISH -> {
        Delete done = rules.keep(Rule.MARK_BEFORE_FINISH) ? Delete.MARK_READ : Delete.FINISH;
        publish(s, steps, deleter, TERMINAL, Seam.PUBLISH, done, Delete.VERIFY);
      }
      case VERIFY ->
          verify(s, steps, deleter, TERMINAL, Delete.MARK_READ, Delete.PUBLISH, Delete.ENDED);
      case MARK_READ -> readForMark(s, steps, deleter, Delete.MARK, Delete.FINISH);
      case MARK -> mark(s, steps, deleter, Delete.MARK_READ, Delete.FINISH);
      case FINISH -> {
        State n = s.copy().set(sidecar, 0).set(deleted, 1);
        steps.add(deleter.name, Seam.FINISH, "done", deleter.end(n, Delete.ENDED));
      }
      case ENDED -> {}
    }
  }

  private void recover(State s, Steps steps) {
    switch (Recover.values()[s.get(sweep.at)]) {
      case FIND -> {
        if (s.get(sidecar) != 0 && isEnded(s, 0)) {
          State n = sweep.go(s.copy(), Recover.MARK_READ);
          steps.add(sweep.name, Seam.SWEEP_TARGET, "the deletion is committed", n);
        }
      }
      case MARK_READ -> readForMark(s, steps, sweep, Recover.MARK, Recover.DELETE);
      case MARK -> mark(s, steps, sweep, Recover.MARK_READ, Recover.DELETE);
      case DELETE -> {
        State n = sweep.end(s.copy().set(sidecar, 0), Recover.FIND);
        steps.add(sweep.name, Seam.SWEEP_DELETE, "done", n);
      }
    }
  }

  private void readForMark(State s, Steps steps, Actor who, Enum<?> mark, Enum<?> done) {
    int found = s.get(branch);
    State n = s.copy();
    if (id(found) == 0 && status(found) != GONE) {
      n.set(who.etag, found);
      steps.add(who.name, Seam.BRANCH_MARK_READ, "not marked yet", who.go(n, mark));
    } else {
      steps.add(who.name, Seam.BRANCH_MARK_READ, "nothing to mark", who.go(n, done));
    }
  }

  private void mark(State s, Steps steps, Actor who, Enum<?> again, Enum<?> done) {
    int read = s.get(who.etag);
    store.send(
        s,
        steps,
        who.name,
        Seam.BRANCH_MARK,
        Request.replace(branch, 0, read, value(id(read), GONE, hintOf(read))),
        (n, answer) -> who.go(n, answer == Answer.DONE ? done : again));
  }

  // --- creation under the same name

  private void create(State s, Steps steps, int number) {
    Actor who = creators.get(number);
    int own = rules.keep(Rule.NEW_BRANCH_ID) ? 1 + number : 0;
    int pending = value(own, PENDING, 0);
    int live = value(own, LIVE, 0);
    switch (Create.values()[s.get(who.at)]) {
      case READ -> {
        int found = s.get(branch);
        State n = s.copy().set(who.etag, found);
        if (status(found) != LIVE) {
          steps.add(who.name, Seam.OPEN_BRANCH, "the name is free", who.go(n, Create.PENDING));
        } else if (isEnded(s, id(found))) {
          steps.add(who.name, Seam.OPEN_PROBE, "its log has ended", who.go(n, Create.MARK));
        }
      }
      case MARK -> mark(s, steps, who, Create.READ, Create.READ);
      case PENDING -> {
        Request request =
            rules.keep(Rule.CREATE_OVER_WHAT_WAS_READ)
                ? Request.replace(branch, 0, s.get(who.etag), pending)
                : Request.put(branch, 0, pending);
        store.send(
            s,
            steps,
            who.name,
            Seam.BRANCH_PENDING,
            request,
            (n, answer) -> {
              boolean done = answer == Answer.DONE;
              who.go(n, done ? Create.LIVE : Create.PENDING_VERIFY);
            });
      }
      case PENDING_VERIFY ->
          verifyCreate(s, steps, number, pending, s.get(who.etag), Create.PENDING, Create.LIVE);
      case LIVE -> {
        Request request =
            rules.keep(Rule.LIVE_ONLY_AS_PENDING)
                ? Request.replace(branch, 0, pending, live)
                : Request.put(branch, 0, live);
        store.send(
            s,
            steps,
            who.name,
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
    int found = s.get(branch);
    State n = s.copy();
    boolean dropped =
        next == Create.ENDED
            && status(found) == GONE
            && !isEnded(s, id(found))
            && rules.keep(Rule.DROPPED_IS_NOT_CREATED);
    if (id(found) == id(ours) && status(found) >= status(ours) && !dropped) {
      if (next == Create.ENDED) {
        who.end(n.set(created, number, 1), next);
      } else {
        who.go(n, next);
      }
      steps.add(who.name, Seam.BRANCH_VERIFY, "it is there", n);
    } else if (found == before) {
      steps.add(who.name, Seam.BRANCH_VERIFY, "not yet: again", who.go(n, again));
    } else {
      steps.add(who.name, Seam.BRANCH_VERIFY, "somebody else's", who.end(n, Create.ENDED));
    }
  }

  /** Of a branch that is pending for too long; its creator may be alive all the same. */
  private void drop(State s, Steps steps) {
    switch (Drop.values()[s.get(dropper.at)]) {
      case FIND -> {
        int found = s.get(branch);
        if (status(found) == PENDING) {
          State n = dropper.go(s.copy().set(dropper.etag, found), Drop.MARK);
          steps.add(dropper.name, null, "pending for too long", n);
        }
      }
      case MARK -> {
        int read = s.get(dropper.etag);
        int gone = value(id(read), GONE, 0);
        Request request =
            rules.keep(Rule.DROP_ONLY_AS_READ)
                ? Request.replace(branch, 0, read, gone)
                : Request.put(branch, 0, gone);
        store.send(
            s,
            steps,
            dropper.name,
            Seam.CLEANUP_UNBORN,
            request,
            (n, answer) -> dropper.end(n, Drop.ENDED));
      }
      case ENDED -> {}
    }
  }

  /** What the protocol never does. */
  private void removeRecords(State s, Steps steps) {
    if (s.get(deleted) != 0 && s.get(remover.at) == 0) {
      State n = s.copy().set(remover.at, 1);
      for (int seq = 1; seq <= SEQS; seq++) {
        n.set(logs.getFirst(), seq, 0);
      }
      steps.add(remover.name, null, "removes the log of the deleted branch", n);
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
                        seq -> record(s, id, seq) != TERMINAL || record(s, id, seq + 1) == 0));
  }

  private boolean deletedStaysDeleted(State before, State after) {
    return before.get(deleted) == 0
        || IntStream.rangeClosed(1, SEQS)
            .noneMatch(seq -> record(before, 0, seq) == 0 && record(after, 0, seq) == WRITE);
  }

  private boolean isNotRevived(State s) {
    return s.get(deleted) == 0 || id(s.get(branch)) != 0 || status(s.get(branch)) == GONE;
  }

  private boolean hintIsBehind(State s) {
    int found = s.get(branch);
    return hintOf(found) <= head(s, id(found)) || !rules.keep(Rule.RECORDS_STAY);
  }

  private boolean createdIsThere(State s) {
    return IntStream.range(0, CREATORS)
        .allMatch(
            i ->
                s.get(created, i) == 0
                    || isEnded(s, 1 + i)
                    || (id(s.get(branch)) == 1 + i && status(s.get(branch)) == LIVE));
  }

  private boolean deletionIsFinished(State s) {
    return !isEnded(s, 0)
        || s.get(sidecar) != 0
        || id(s.get(branch)) != 0
        || status(s.get(branch)) == GONE;
  }

  // --- how it is packed

  private static int value(int id, int status, int hint) {
    return id | (status << 2) | (hint << 4);
  }

  private static int id(int branch) {
    return branch & 3;
  }

  private static int status(int branch) {
    return (branch >> 2) & 3;
  }

  private static int hintOf(int branch) {
    return branch >> 4;
  }

  private int record(State s, int id, int seq) {
    return s.get(logs.get(id), seq);
  }

  private int head(State s, int id) {
    int head = 0;
    while (head < SEQS && record(s, id, head + 1) != 0) {
      head++;
    }
    return head;
  }

  private boolean isEnded(State s, int id) {
    return IntStream.rangeClosed(1, SEQS).anyMatch(q -> record(s, id, q) == TERMINAL);
  }

  private static char letter(int id) {
    return (char) ('A' + id);
  }

  private static String branchText(int value) {
    String[] status = {"-", "pending", "live", "deleted"};
    return letter(id(value)) + " " + status[status(value)] + " at " + hintOf(value);
  }

  private static String recordText(int value) {
    return new String[] {"-", "a write", "the end"}[value];
  }
}

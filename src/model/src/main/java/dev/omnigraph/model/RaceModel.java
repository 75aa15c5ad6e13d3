package dev.omnigraph.model;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Tables.Delta;
import dev.omnigraph.model.Tables.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lost races: what a writer may do with what it staged when others were faster. Every choice of
 * operations for the writers is explored; whatever they do, the log must be what the operations
 * would have done one after the other. A record holds the change that its operation staged, and the
 * log folds it onto the state before; arming is the core's and not repeated here.
 */
final class RaceModel implements Model {
  private final Rules rules;
  private final int writers;
  private final Layout layout = new Layout();
  private final Cells by;
  private final Cells nodes;
  private final Cells edges;
  private final Cells schema;
  private final Cells query;
  private final Cells at;
  private final Cells wants;
  private final Cells prepared;
  private final Cells target;

  RaceModel(Rules rules, int writers) {
    this.rules = rules;
    this.writers = writers;
    this.by = layout.shared("record", writers + 1, v -> v == 0 ? "-" : "of writer " + v);
    this.nodes = layout.shared("nodes at", writers + 1, Tables::nodesText);
    this.edges = layout.shared("edges at", writers + 1, Tables::edgesText);
    this.schema = layout.shared("schema at", writers + 1, Integer::toString);
    this.query = layout.shared("query at", writers + 1, v -> v == 0 ? "none" : "stored");
    this.at = layout.local("at", writers);
    this.wants = layout.local("wants", writers);
    this.prepared = layout.local("prepared", writers);
    this.target = layout.local("target", writers);
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
    for (int withX = 0; withX <= 1; withX++) {
      choose(new State(layout).set(nodes, 0, withX * Tables.X), 0, 0, states);
    }
  }

  /** Writers are alike, so that which of them wants what does not matter. */
  private void choose(State state, int writer, int from, Consumer<State> states) {
    if (writer == writers) {
      states.accept(state);
      return;
    }
    for (int operation = from; operation < Operation.values().length; operation++) {
      choose(state.copy().set(wants, writer, operation), writer + 1, operation, states);
    }
  }

  @Override
  public void steps(State s, Steps steps) {
    for (int w = 0; w < writers; w++) {
      String name = "writer " + (w + 1);
      switch (At.values()[s.get(at, w)]) {
        case CAPTURE -> prepare(s, steps, name, w, Seam.OPEN_PROBE, "captures, and wants ");
        case STAGE -> {
          State n = go(s.copy(), w, At.PUBLISH);
          steps.add(name, Seam.STAGE, "writes its rows", n);
        }
        case PUBLISH -> publish(s, steps, name, w);
        case RACE_READ -> judge(s, steps, name, w);
        case ENDED -> {}
      }
    }
  }

  private void prepare(State s, Steps steps, String name, int w, Seam seam, String what) {
    int head = head(s);
    State n = s.copy();
    Optional<Delta> delta = tables(s, head).prepare(wanted(s, w));
    if (delta.isEmpty() || !hasEffect(delta.get(), tables(s, head))) {
      end(n, w);
    } else {
      n.set(prepared, w, head).set(target, w, head + 1);
      go(n, w, At.STAGE);
    }
    steps.add(name, seam, what + wanted(s, w), n);
  }

  private static boolean hasEffect(Delta delta, Tables tables) {
    return delta.writesNodes()
        || delta.writesEdges()
        || delta.schema() != tables.schema()
        || delta.query() != tables.query();
  }

  private void publish(State s, Steps steps, String name, int w) {
    int seq = s.get(target, w);
    State n = s.copy();
    if (s.get(by, seq) != 0) {
      steps.add(name, Seam.PUBLISH, "refused", go(n, w, At.RACE_READ));
      return;
    }
    Delta delta = delta(s, w);
    Tables before = tables(s, seq - 1);
    Operation operation = wanted(s, w);
    boolean newSchema = operation == Operation.NEW_SCHEMA;
    boolean newQuery = operation == Operation.STORE_QUERY || operation == Operation.DROP_QUERY;
    n.set(by, seq, w + 1);
    n.set(nodes, seq, before.nodesAfter(delta)).set(edges, seq, before.edgesAfter(delta));
    n.set(schema, seq, newSchema ? delta.schema() : before.schema());
    n.set(query, seq, newQuery ? delta.query() : before.query());
    steps.add(name, Seam.PUBLISH, "done", end(n, w));
  }

  /** Decides against the records since its target, as the engine's rules of a race do. */
  private void judge(State s, Steps steps, String name, int w) {
    int head = head(s);
    int last = rules.keep(Rule.EVERY_RIVAL_COUNTS) ? head : s.get(target, w);
    for (int seq = s.get(target, w); seq <= last; seq++) {
      Tables before = tables(s, seq - 1);
      Tables after = tables(s, seq);
      boolean newSchema = before.schema() != after.schema();
      boolean newQuery = before.query() != after.query() && wanted(s, w).readsQuery();
      if ((newSchema && rules.keep(Rule.NEW_SCHEMA_PREPARES_AGAIN))
          || (newQuery && rules.keep(Rule.NEW_QUERIES_PREPARE_AGAIN))
          || disturbs(s, w, before, after)) {
        prepare(s, steps, name, w, Seam.RACE_READ, "prepares again ");
        return;
      }
    }
    State n = go(s.copy().set(target, w, head + 1), w, At.PUBLISH);
    steps.add(name, Seam.RACE_READ, "keeps what is staged", n);
  }

  /** Whether a rival's record changed what the operation rests on, so that it may come out else. */
  private boolean disturbs(State s, int w, Tables before, Tables after) {
    Operation operation = wanted(s, w);
    Delta ours = delta(s, w);
    boolean readsCount = rules.keep(Rule.READS_COUNT);
    boolean restsOnNodes = ours.writesNodes() || (operation.readsNodes() && readsCount);
    boolean restsOnEdges = ours.writesEdges() || (operation.readsEdges() && readsCount);
    int nodesChanged = restsOnNodes ? before.nodes() ^ after.nodes() : 0;
    int edgesChanged = restsOnEdges ? before.edges() ^ after.edges() : 0;
    if (nodesChanged == 0 && edgesChanged == 0) {
      return false;
    }
    boolean survives =
        (operation.insertsOnly() || !rules.keep(Rule.ONLY_INSERTS_SURVIVE))
            && (!operation.isConstrained() || !rules.keep(Rule.CONSTRAINTS_PREPARE_AGAIN));
    boolean insertedCount = rules.keep(Rule.INSERTED_IDS_COUNT);
    int nodesNeeded = insertedCount ? ours.nodesIn() : 0;
    int edgesNeeded = insertedCount ? ours.edgesIn() : 0;
    if (rules.keep(Rule.ENDPOINTS_COUNT)) {
      nodesNeeded |= operation.endpoints();
    }
    return !survives || (nodesNeeded & nodesChanged) != 0 || (edgesNeeded & edgesChanged) != 0;
  }

  private Delta delta(State s, int w) {
    return tables(s, s.get(prepared, w)).prepare(wanted(s, w)).orElseThrow();
  }

  private Operation wanted(State s, int w) {
    return Operation.values()[s.get(wants, w)];
  }

  private Tables tables(State s, int seq) {
    return new Tables(s.get(nodes, seq), s.get(edges, seq), s.get(schema, seq), s.get(query, seq));
  }

  private int head(State s) {
    int head = 0;
    while (head < writers && s.get(by, head + 1) != 0) {
      head++;
    }
    return head;
  }

  @Override
  public List<Invariant> invariants() {
    return List.of(
        Invariant.always(
            "a commit is not what its operation does after the ones before", this::isSerial));
  }

  private boolean isSerial(State s) {
    return IntStream.rangeClosed(1, head(s))
        .allMatch(
            seq ->
                tables(s, seq - 1)
                    .after(wanted(s, s.get(by, seq) - 1))
                    .filter(tables(s, seq)::equals)
                    .isPresent());
  }

  private State end(State n, int w) {
    n.set(prepared, w, 0).set(target, w, 0);
    return go(n, w, At.ENDED);
  }

  private State go(State n, int w, At to) {
    return n.set(at, w, to);
  }
}

package dev.omnigraph.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.commit.Seam;
import dev.omnigraph.model.Explorer.Result;
import dev.omnigraph.model.Layout.Cells;
import dev.omnigraph.model.Store.Answer;
import dev.omnigraph.model.Store.Request;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final int FULL = 3;

  /** Two jugs, one step fills, empties or pours. */
  private static final class Jugs implements Model {
    private final Layout layout = new Layout();
    private final Cells small = layout.shared("small", 1, Integer::toString);
    private final Cells large = layout.shared("large", 1, Integer::toString);
    private final Predicate<Jugs.View> holds;

    Jugs(Predicate<Jugs.View> holds) {
      this.holds = holds;
    }

    record View(int small, int large) {}

    @Override
    public Layout layout() {
      return layout;
    }

    @Override
    public void begin(Consumer<State> states) {
      states.accept(new State(layout));
    }

    @Override
    public void steps(State s, Steps steps) {
      int poured = Math.min(s.get(small), 5 - s.get(large));
      int back = Math.min(s.get(large), FULL - s.get(small));
      steps.add("hand", null, "fills the small", s.copy().set(small, FULL));
      steps.add("hand", null, "fills the large", s.copy().set(large, 5));
      steps.add("hand", null, "empties the small", s.copy().set(small, 0));
      steps.add("hand", null, "empties the large", s.copy().set(large, 0));
      steps.add("hand", null, "pours", set(s, s.get(small) - poured, s.get(large) + poured));
      steps.add("hand", null, "pours back", set(s, s.get(small) + back, s.get(large) - back));
    }

    private State set(State s, int inSmall, int inLarge) {
      return s.copy().set(small, inSmall).set(large, inLarge);
    }

    @Override
    public List<Invariant> invariants() {
      return List.of(
          Invariant.always("bad", s -> holds.test(new View(s.get(small), s.get(large)))));
    }
  }

  @Test
  void aCounterexampleIsAsShortAsAny() {
    Result result = Explorer.explore(new Jugs(view -> view.large() != 4), 1000);

    Counterexample found = Objects.requireNonNull(result.counterexample());
    assertThat(found.steps()).hasSize(6);
    assertThat(found.steps().getFirst()).contains("fills the large").contains("large: 0 -> 5");
    assertThat(found.steps().getLast()).contains("large: 5 -> 4");
  }

  @Test
  void everyStateIsVisitedOnce() {
    Result result = Explorer.explore(new Jugs(view -> true), 1000);

    assertThat(result.exhaustive()).isTrue();
    assertThat(result.counterexample()).isNull();
    // One of the jugs is always empty or full.
    assertThat(result.states()).isEqualTo(2L * 6 + 2L * 4 - 4);
  }

  @Test
  void whatWasCutShortIsNotCalledExhaustive() {
    Result result = Explorer.explore(new Jugs(view -> true), 5);

    assertThat(result.exhaustive()).isFalse();
  }

  /** One process creates an object and remembers the answer. */
  private static final class OneCreate implements Model {
    private final Layout layout = new Layout();
    private final Cells object = layout.shared("object", 1, Integer::toString);
    private final Cells answered = layout.local("answered", 1);
    private final Store store = new Store(layout, 1);
    private final Predicate<OneCreate.View> holds;

    OneCreate(Predicate<OneCreate.View> holds) {
      this.holds = holds;
    }

    record View(boolean there, boolean answered, boolean done) {}

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
      if (s.get(answered) == 0) {
        store.send(
            s,
            steps,
            "process",
            Seam.PUBLISH,
            Request.create(object, 0, 7),
            (n, answer) -> n.set(answered, answer == Answer.DONE ? 1 : 2));
      }
    }

    @Override
    public List<Invariant> invariants() {
      return List.of(
          Invariant.always(
              "bad",
              s ->
                  holds.test(
                      new View(s.get(object) == 7, s.get(answered) != 0, s.get(answered) == 1))));
    }
  }

  @Test
  void anAnswerMayBeLostAfterTheEffect() {
    assertIsPossible(view -> view.there() && view.answered() && !view.done());
  }

  @Test
  void aRequestMayStillBeOnItsWayWhenItsSenderGivesUp() {
    assertIsPossible(view -> !view.there() && view.answered() && !view.done());
  }

  @Test
  void whatIsAcknowledgedIsThere() {
    Result result = Explorer.explore(new OneCreate(view -> view.there() || !view.done()), 1000);

    assertThat(result.counterexample()).isNull();
    assertThat(result.exhaustive()).isTrue();
  }

  private static void assertIsPossible(Predicate<OneCreate.View> wanted) {
    Result result = Explorer.explore(new OneCreate(wanted.negate()), 1000);

    assertThat(result.counterexample()).isNotNull();
  }
}

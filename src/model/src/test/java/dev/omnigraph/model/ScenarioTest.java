package dev.omnigraph.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.model.Explorer.Result;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
  private static final boolean DEEP = Boolean.getBoolean("model.full");
  private static final long SEED = Long.getLong("model.seed", 1);

  private static final long MOST_STATES = 400_000_000L;
  private static final long STEPS_WALKED = DEEP ? 20_000_000L : 50_000L;
  private static final int LONGEST_WALK = 300;

  @ParameterizedTest
  @EnumSource
  void whileTheRulesAreKeptNothingBadCanHappen(Scenario scenario) {
    long start = System.nanoTime();

    Result result = Explorer.explore(scenario.model(Rules.all(), DEEP), MOST_STATES);

    System.out.printf(
        Locale.ROOT,
        "%-20s %,12d states %,12d steps %6.1f s%n",
        scenario,
        result.states(),
        result.transitions(),
        (System.nanoTime() - start) / 1e9);
    assertThat(result.counterexample()).isNull();
    assertThat(result.exhaustive()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenRuleLeadsToACounterexample(Rule rule) {
    for (Scenario scenario : scenariosOf(rule)) {
      Result result = Explorer.explore(scenario.model(Rules.without(rule), false), MOST_STATES);

      assertThat(result.counterexample()).as("%s in %s", rule, scenario).isNotNull();
      System.out.printf("without %s: %s%n", rule, result.counterexample());
    }
  }

  @Test
  void everyRuleIsBrokenSomewhere() {
    Set<Rule> broken = EnumSet.noneOf(Rule.class);

    for (Scenario scenario : Scenario.values()) {
      broken.addAll(scenario.rules());
    }

    assertThat(broken).containsExactlyInAnyOrder(Rule.values());
  }

  /** Where there are too many states to visit all. */
  @ParameterizedTest
  @EnumSource
  void randomWalksWithinWiderBoundsMeetNothingBad(Scenario scenario) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    RandomWalk.Result result =
        RandomWalk.walk(scenario.model(Rules.all(), true), random, STEPS_WALKED, LONGEST_WALK);

    System.out.printf(
        Locale.ROOT,
        "%-20s walked %,d steps, %,d ends, -Dmodel.seed=%d%n",
        scenario,
        result.steps(),
        result.ends(),
        SEED);
    assertThat(result.counterexample()).as("-Dmodel.seed=%d", SEED).isNull();
  }

  private static List<Scenario> scenariosOf(Rule rule) {
    return Arrays.stream(Scenario.values()).filter(s -> s.rules().contains(rule)).toList();
  }
}

package dev.omnigraph.model;

import dev.omnigraph.model.Explorer.Result;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * By hand: {@code Main} explores every scenario, {@code Main long} within wider bounds, {@code Main
 * RULE …} shows the counterexamples of broken rules.
 */
final class Main {
  private static final long MOST_STATES = 400_000_000L;

  private Main() {}

  public static void main(String[] arguments) {
    List<String> names = List.of(arguments);
    PrintStream out = System.out;
    for (Scenario scenario : Scenario.values()) {
      for (Rule rule : scenario.rules()) {
        if (names.contains(rule.name())) {
          out.printf("%n%s, without: %s%n", scenario, rule.says());
          report(out, Explorer.explore(scenario.model(Rules.without(rule), false), MOST_STATES));
        }
      }
      if (names.isEmpty() || names.equals(List.of("long")) || names.contains(scenario.name())) {
        long start = System.nanoTime();
        out.printf("%s: %s%n", scenario, scenario.says());
        report(
            out,
            Explorer.explore(scenario.model(Rules.all(), names.contains("long")), MOST_STATES));
        out.printf(Locale.ROOT, "  %.1f s%n", (System.nanoTime() - start) / 1e9);
      }
    }
  }

  private static void report(PrintStream out, Result result) {
    if (result.counterexample() != null) {
      out.println(result.counterexample());
    } else {
      out.printf(
          Locale.ROOT,
          "  %s, %,d states, %,d steps%n",
          result.exhaustive() ? "none bad" : "none bad so far",
          result.states(),
          result.transitions());
    }
  }
}

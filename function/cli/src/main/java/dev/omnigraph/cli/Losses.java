package dev.omnigraph.cli;

import dev.omnigraph.call.PlanAnswer.Loss;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** What a change of the schema takes from a branch, with how many rows have it. */
final class Losses {
  private final List<Loss> losses;

  Losses(List<Loss> losses) {
    this.losses = losses;
  }

  /** Prints nothing when nothing is lost. */
  void print(PrintWriter out) {
    if (!losses.isEmpty()) {
      out.println(text());
    }
  }

  String text() {
    return losses.stream()
        .map(Losses::line)
        .collect(Collectors.joining("\n  ", "DATA IS LOST by this change:\n  ", ""));
  }

  private static String line(Loss loss) {
    String rows = Costs.count(loss.rows(), "row");
    return loss.property() == null
        ? "%s: all of %s".formatted(loss.type(), rows)
        : "%s.%s: its values in %s".formatted(loss.type(), loss.property(), rows);
  }
}

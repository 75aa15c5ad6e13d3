package dev.omnigraph.exec;

import dev.omnigraph.store.IoStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a query was answered, for people: what it means, then a line for each step with how it
 * reached its rows, how many it was expected to give and gave, and what that cost.
 */
public final class Explanation {
  private static final List<String> HEAD =
      List.of("step", "access", "expected", "rows", "requests", "in a row <=", "bytes", "ms");

  private Explanation() {}

  /**
   * The text, in lines of plain characters. Requests in a row are those that a process which has
   * cached nothing waits for one after the other, at most; steps that ran side by side count once
   * in the total. Opening the branch and the tables takes two to four more.
   *
   * @param io all requests of the call, opening included
   */
  public static String of(QueryAnswer answer, IoStats io) {
    List<List<String>> table = new ArrayList<>();
    table.add(HEAD);
    answer.report().steps().forEach(step -> table.add(cells(step)));
    StringBuilder text = new StringBuilder("logical plan\n");
    answer.report().logical().lines().forEach(l -> text.append("  ").append(l).append('\n'));
    text.append("\nphysical plan\n");
    align(table, text);
    return text.append(
            "%n%d rows; %d requests in all, opening included; steps waited for %d in a row at most%n"
                .formatted(answer.rows().size(), io.requests(), answer.report().sequential()))
        .toString();
  }

  private static List<String> cells(StepReport step) {
    return List.of(
        "  ".repeat(step.depth()) + step.operator(),
        step.access(),
        step.expected() < 0 ? "" : number(step.expected()),
        number(step.rows()),
        number(step.io().requests()),
        number(step.sequential()),
        number(step.io().bytesRead()),
        number(step.elapsed().toMillis()));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static void align(List<List<String>> table, StringBuilder text) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        line.append(' ').append(i < 2 ? row.get(i) + padding : padding + row.get(i)).append(' ');
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}

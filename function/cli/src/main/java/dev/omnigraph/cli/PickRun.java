package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.Graph;
import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.PickAnswer;
import dev.omnigraph.call.PickRequest;
import java.io.PrintWriter;

/** Undoes or picks a commit, or tells what that would do. */
final class PickRun {
  private PickRun() {}

  /** Prints what came of it; 1 when conflicts stand against it. */
  static int run(GraphOption place, Decisions decisions, PickRequest what, PrintWriter out) {
    PickRequest request = what.preferring(decisions.prefer()).resolving(decisions.resolutions());
    ConflictWindow dryRun = decisions.dryRun();
    try (Graph graph = place.open()) {
      CallMeter meter = graph.meter();
      PickAnswer answer = dryRun == null ? graph.pick(request) : graph.planPick(request, dryRun);
      Decisions.print(answer.found(), out);
      String line = Decisions.what(answer.outcome().text(), answer.tables());
      out.println(Costs.line(line, answer.commitId(), meter.report()));
      return answer.found().isEmpty() ? 0 : 1;
    }
  }
}

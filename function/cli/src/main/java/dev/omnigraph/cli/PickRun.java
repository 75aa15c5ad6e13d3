package dev.omnigraph.cli;

import dev.omnigraph.call.ConflictWindow;
import dev.omnigraph.call.PickRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.WriteJson;

/** Undoes or picks a commit, or tells what that would do. */
final class PickRun {
  private PickRun() {}

  /**
   * Prints what came of it; 1 when conflicts stand against it.
   *
   * @param there the request without its decisions
   */
  static int run(
      GraphOption place,
      Decisions decisions,
      PickRequest what,
      String route,
      JsonBody.Members there,
      Output printed) {
    PickRequest request = what.preferring(decisions.prefer()).resolving(decisions.resolutions());
    ConflictWindow dryRun = decisions.dryRun();
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) ->
                  WriteJson.pick(
                      dryRun == null ? here.pick(request) : here.planPick(request, dryRun),
                      meter.report()),
              ApiRequest.of("POST", Repetition.KEYED, route)
                  .conditions(request.options())
                  .json(
                      json -> {
                        json.writeStringField("commit", request.commit().text());
                        json.writeStringField("branch", request.options().branch().text());
                        there.write(json);
                        decisions.write(json);
                      }));
      printed.object(
          answer,
          out -> {
            Decisions.print(answer, out);
            out.println(Costs.line(Decisions.what(answer), answer.commit(), graph.cost()));
          });
      return Decisions.areNeeded(answer) ? ExitCodes.WRONG : ExitCodes.DONE;
    }
  }
}

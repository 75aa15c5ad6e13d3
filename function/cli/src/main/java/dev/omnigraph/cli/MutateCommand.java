package dev.omnigraph.cli;

import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.wire.WriteJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "mutate",
    description = "Runs a write query as one commit.",
    footer = {
      "",
      "Example:",
      "  omnigraph mutate flights.gq rename_airport iata=LAS 'name=Harry Reid'"
    },
    mixinStandardHelpOptions = true)
final class MutateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private QueryFile query = new QueryFile();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.object();
    MutationRequest request =
        new MutationRequest(
            query.source(),
            query.fileName(),
            query.name(),
            query.arguments(),
            conditions.options(branch, actor));
    try (Reach graph = place.reach()) {
      Answer answer = mutate(graph, request);
      printed.object(
          answer, out -> out.println(Costs.line(what(answer), answer.commit(), graph.cost())));
    }
    return 0;
  }

  static Answer mutate(Reach graph, MutationRequest request) {
    return graph.call(
        (here, meter) -> WriteJson.mutation(here.mutate(request), meter.report()),
        ApiRequest.of("POST", Repetition.KEYED, "mutate")
            .from("query", request.file())
            .conditions(request.options())
            .json(
                json -> {
                  json.writeStringField("query", request.source());
                  Bodies.optional(json, "name", request.name());
                  Bodies.value(json, "params", request.arguments());
                  json.writeStringField("branch", request.options().branch().text());
                }));
  }

  static String what(Answer answer) {
    long nodes = answer.number("affected_nodes");
    long edges = answer.number("affected_edges");
    if (nodes + edges == 0) {
      return "nothing changed";
    }
    return (answer.flag("replayed") ? "done before under this key: " : "")
        + Costs.count(nodes, "node")
        + " and "
        + Costs.count(edges, "edge")
        + " changed";
  }
}

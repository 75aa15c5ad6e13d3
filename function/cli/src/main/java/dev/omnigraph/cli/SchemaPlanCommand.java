package dev.omnigraph.cli;

import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    description = "Shows what `schema apply` would do, and changes nothing.",
    footer = {"", "Example:", "  omnigraph schema plan flights.pg"},
    mixinStandardHelpOptions = true)
final class SchemaPlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private DesiredSchema desired = new DesiredSchema();
  @Mixin private OutputOptions output = new OutputOptions();

  /** 0 when the plan can be applied, 1 when a step is refused. */
  @Override
  public Integer call() {
    Output printed = output.object();
    PlanRequest request =
        new PlanRequest(
            desired.source(), desired.fileName(), desired.eraseHistory(), branch.head());
    try (Reach graph = place.reach()) {
      Answer answer = plan(graph, request);
      printed.object(
          answer,
          out -> {
            out.print(PlanText.of(answer));
            new Losses(answer.list("losses")).print(out);
          });
      return answer.flag("supported") ? 0 : 1;
    }
  }

  static Answer plan(Reach graph, PlanRequest request) {
    return graph.call(
        (here, meter) -> ReadJson.plan(here.planSchema(request)),
        ApiRequest.of("POST", Repetition.SAFE, "schema", "plan")
            .from("schema", request.file())
            .json(
                json -> {
                  json.writeStringField("schema", request.source());
                  json.writeStringField("branch", request.at().branch().text());
                  json.writeBooleanField("allow_data_loss", request.allowDataLoss());
                }));
  }
}

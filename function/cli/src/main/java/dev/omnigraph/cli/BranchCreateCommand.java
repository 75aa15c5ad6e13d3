package dev.omnigraph.cli;

import dev.omnigraph.call.BranchRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.wire.ReadJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = "Makes a branch; copies nothing, however large the graph is.",
    footer = {"", "Example:", "  omnigraph branch create draft --from main"},
    mixinStandardHelpOptions = true)
final class BranchCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME", description = "The new branch, such as agent/7.")
  private String name = "";

  @Option(
      names = "--from",
      paramLabel = "BRANCH",
      description = "The branch that it is made from. Default: ${DEFAULT-VALUE}.")
  private String from = BranchName.MAIN.text();

  @Option(
      names = "--at",
      paramLabel = "COMMIT|TIME",
      description =
          "What that branch was at this commit, or at a time, as in 2026-01-31T12:00:00Z."
              + " Default: what it is.")
  private @Nullable String at;

  @Override
  public Integer call() {
    BranchName source = new BranchName(from);
    ReadAt state = at == null ? new ReadAt.Head(source) : Past.of(source, at);
    BranchRequest request = new BranchRequest(new BranchName(name), state, actor.name());
    Output printed = output.object();
    try (Reach graph = place.reach()) {
      Answer made =
          graph.call(
              (here, meter) -> ReadJson.branch(here.createBranch(request)),
              ApiRequest.of("POST", Repetition.ONCE, "branches")
                  .json(
                      json -> {
                        json.writeStringField("name", request.name().text());
                        json.writeObjectFieldStart("from");
                        Bodies.state(json, state);
                        json.writeEndObject();
                      }));
      String what = "branch %s made from %s".formatted(made.text("branch"), from);
      printed.object(made, out -> out.println(Costs.line(what, made.text("head"), graph.cost())));
    }
    return 0;
  }
}

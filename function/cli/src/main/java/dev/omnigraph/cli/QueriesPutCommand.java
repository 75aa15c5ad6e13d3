package dev.omnigraph.cli;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.wire.ApplyJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "put",
    description = "Stores files of queries in place of all that the branch has, as one commit.",
    footer = {"", "Example:", "  omnigraph queries put flights.gq"},
    mixinStandardHelpOptions = true)
final class QueriesPutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private StoredFiles files = new StoredFiles();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.object();
    Texts texts = files.texts(".gq");
    WriteOptions options = conditions.options(branch, actor);
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) ->
                  ApplyJson.apply(
                      here.apply(ApplyRequest.ofQueries(texts, options)), meter.report()),
              ApiRequest.of("PUT", Repetition.KEYED, "queries")
                  .conditions(options)
                  .json(
                      json -> {
                        StoredFiles.write(json, texts);
                        json.writeStringField("branch", options.branch().text());
                      }));
      printed.object(answer, out -> StoredFiles.print(answer, "queries", graph.cost(), out));
    }
    return 0;
  }
}

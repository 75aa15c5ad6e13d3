package dev.omnigraph.cli;

import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.ErrorKind;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.wire.ApplyJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "put",
    description = "Stores files of policies in place of all that there are, as a commit of main.",
    footer = {"", "Example:", "  omnigraph policy put flights.cedar"},
    mixinStandardHelpOptions = true)
final class PolicyPutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private StoredFiles files = new StoredFiles();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Output printed = output.object();
    Texts texts = files.texts(".cedar");
    WriteOptions options = conditions.options(BranchName.MAIN, actor);
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) ->
                  ApplyJson.apply(
                      here.apply(ApplyRequest.ofPolicy(texts, options)), meter.report()),
              ApiRequest.of("PUT", Repetition.KEYED, "policy")
                  .conditions(options)
                  .json(json -> StoredFiles.write(json, texts)));
      printed.object(answer, out -> StoredFiles.print(answer, "policy", graph.cost(), out));
      if (isLockedOut(graph)) {
        spec.commandLine()
            .getErr()
            .println("note: these policies do not let you change them any more");
      }
    }
    return 0;
  }

  /** Whoever may not read the policies may not change them either. */
  private static boolean isLockedOut(Reach graph) {
    try {
      Answer unused = PolicyShowCommand.in(graph);
      return false;
    } catch (GraphException e) {
      return e.kind() == ErrorKind.FORBIDDEN || e.kind() == ErrorKind.NOT_FOUND;
    }
  }
}

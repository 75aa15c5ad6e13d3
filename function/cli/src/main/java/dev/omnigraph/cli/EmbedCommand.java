package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.wire.WriteJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "embed",
    description =
        "Makes the vectors that are missing, as @embed says, with $OMNIGRAPH_EMBED_MODEL.",
    footer = {"", "Example:", "  omnigraph embed --limit 1000"},
    mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
  /** Longer than any run. */
  private static final Duration ANY_TIME = Duration.ofDays(365);

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("type"),
          Column.of("property"),
          Column.of("model"),
          Column.of("embedded"),
          Column.of("refused"),
          Column.of("left"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Texts to embed at most. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Override
  public Integer call() {
    Output printed = output.list();
    PrintWriter err = spec.commandLine().getErr();
    try (Graph graph = place.open()) {
      EmbedAnswer done =
          graph.embed(
              new EmbedRequest(WriteOptions.on(branch.name(), actor.name()), limit, ANY_TIME),
              embedded -> {
                err.printf("embedding: %,d vectors%n", embedded);
                err.flush();
              });
      Answer answer = Answer.of(WriteJson.embed(done).text());
      printed.list(
          answer,
          "properties",
          COLUMNS,
          out ->
              out.println(
                  done.properties().isEmpty()
                      ? "nothing to do"
                      : Costs.count(done.commits(), "commit")));
    }
    return 0;
  }
}

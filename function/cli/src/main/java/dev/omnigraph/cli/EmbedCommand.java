package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.EmbedAnswer;
import dev.omnigraph.call.EmbedRequest;
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
    mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
  /** Longer than any run. */
  private static final Duration ANY_TIME = Duration.ofDays(365);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Texts to embed at most. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Graph graph = place.open()) {
      EmbedAnswer answer =
          graph.embed(
              new EmbedRequest(WriteOptions.on(branch.name(), actor.name()), limit, ANY_TIME),
              embedded -> {
                err.printf("embedding: %,d vectors%n", embedded);
                err.flush();
              });
      if (json) {
        out.println(WriteJson.embed(answer).text());
      } else {
        print(answer, out);
      }
    }
    return 0;
  }

  private static void print(EmbedAnswer answer, PrintWriter out) {
    TextTable table =
        new TextTable(List.of("type", "property", "model", "embedded", "refused", "left"));
    for (EmbedAnswer.Property p : answer.properties()) {
      table.add(List.of(p.type(), p.property(), p.model(), p.embedded(), p.refused(), p.left()));
    }
    table.print(out);
    out.println(answer.properties().isEmpty() ? "nothing to do" : commits(answer.commits()));
  }

  private static String commits(long commits) {
    return Costs.count(commits, "commit");
  }
}

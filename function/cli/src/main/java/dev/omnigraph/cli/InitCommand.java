package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.Snapshot;
import dev.omnigraph.commit.ReadAt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes a new graph from a schema, in a folder or a bucket.",
    footer = {"", "Example:", "  omnigraph init --schema flights.pg"},
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Option(names = "--schema", required = true, paramLabel = "FILE.pg", description = "The schema.")
  private Path schema = Path.of("");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    String source = TextFile.read(schema);
    try (Graph graph =
        Graph.create(place.newStorage(), source, String.valueOf(schema), actor.name())) {
      Snapshot made = graph.snapshot(ReadAt.main());
      long nodes = made.tables().stream().filter(t -> t.kind().equals("node")).count();
      out.printf(
          "A graph of %s and %s · commit %s%n",
          Costs.count(nodes, "node type"),
          Costs.count(made.tables().size() - nodes, "edge type"),
          made.commitId());
    }
    return 0;
  }
}

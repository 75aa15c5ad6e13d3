package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.WriteJson;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = "Makes a new graph from a schema, in a folder, in a bucket or at a server.",
    footer = {"", "Example:", "  omnigraph init --schema flights.pg"},
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--schema", required = true, paramLabel = "FILE.pg", description = "The schema.")
  private Path schema = Path.of("");

  @Override
  public Integer call() {
    Output printed = output.object();
    String source = TextFile.read(schema);
    try (Reach graph = place.reach()) {
      Answer made =
          graph.call(
              (here, meter) -> make(source),
              ApiRequest.of("POST", Repetition.ONCE)
                  .from("schema", String.valueOf(schema))
                  .json(json -> json.writeStringField("schema", source)));
      Catalog catalog = Schemas.catalog(source);
      printed.object(
          made,
          out ->
              out.printf(
                  "A graph of %s and %s · commit %s%n",
                  Costs.count(catalog.nodes().size(), "node type"),
                  Costs.count(catalog.edges().size(), "edge type"),
                  made.commit()));
    }
    return 0;
  }

  private JsonBody make(String source) {
    try (Graph made =
        Graph.create(place.newStorage(), source, String.valueOf(schema), actor.name())) {
      return WriteJson.graph(place.name(place.place()), made.snapshot(ReadAt.main()));
    }
  }
}

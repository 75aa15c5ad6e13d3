package dev.omnigraph.cli;

import dev.omnigraph.access.Action;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.wire.HttpError;
import dev.omnigraph.wire.WriteJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "Deletes the whole graph, with its branches and its history.",
    footer = {"", "Example:", "  omnigraph delete --confirm flights"},
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The name of the graph again, which is the last part of its place.")
  private String confirmed = "";

  @Override
  public Integer call() {
    Output printed = output.object();
    String name = place.name(place.place());
    if (!confirmed.equals(name)) {
      throw GraphException.of(
              HttpError.DELETION_NOT_CONFIRMED,
              "The deletion of the graph \"%s\" is not confirmed.".formatted(name))
          .next("Add --confirm %s to delete all of it, with its history.".formatted(name))
          .with("field", "confirm")
          .build();
    }
    try (Reach graph = place.reach()) {
      Answer answer =
          graph.call(
              (here, meter) -> {
                here.require(Action.ADMIN);
                return WriteJson.graphDeletion(name, place.delete(actor.name()));
              },
              ApiRequest.of("DELETE", Repetition.ONCE).parameter("confirm", name));
      printed.object(
          answer,
          out ->
              out.printf(
                  "graph %s deleted: %s%n", name, Costs.count(answer.number("objects"), "object")));
    }
    return 0;
  }
}

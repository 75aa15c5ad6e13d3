package dev.omnigraph.cli;

import dev.omnigraph.Graph;
import dev.omnigraph.call.OptimizeAnswer;
import dev.omnigraph.commit.WriteOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "optimize",
    description = "Compacts small fragments and brings indexes up to date.",
    mixinStandardHelpOptions = true)
final class OptimizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Graph graph = place.open()) {
      OptimizeAnswer answer = graph.optimize(WriteOptions.on(branch.name(), actor.name()));
      TextTable table =
          new TextTable(
              List.of(
                  "type", "rows", "fragments", "indexes built", "look-ups built", "search built"));
      for (OptimizeAnswer.Table t : answer.tables()) {
        String fragments =
            t.fragmentsBefore() == t.fragmentsAfter()
                ? Integer.toString(t.fragmentsAfter())
                : t.fragmentsBefore() + " → " + t.fragmentsAfter();
        table.add(
            List.of(
                t.type(),
                t.rows(),
                fragments,
                String.join(", ", t.indexesBuilt()),
                String.join(", ", t.lookupsBuilt()),
                t.segmentsBuilt().stream()
                    .filter(built -> built.rows() > 0)
                    .map(OptimizeAnswer.Segments::property)
                    .collect(Collectors.joining(", "))));
      }
      table.print(out);
      for (OptimizeAnswer.Table t : answer.tables()) {
        if (!t.indexesNotBuilt().isEmpty()) {
          out.println(
              "note: no index of whole values is built for very long texts: %s of %s"
                  .formatted(String.join(", ", t.indexesNotBuilt()), t.type()));
        }
        for (OptimizeAnswer.Segments built : t.segmentsBuilt()) {
          if (built.rowsLeft() > 0) {
            out.println(
                "note: %,d rows are left to the next run: %s of %s"
                    .formatted(built.rowsLeft(), built.property(), t.type()));
          }
          if (built.failure() != null) {
            out.println(
                "note: no search index of %s of %s can be built of %s"
                    .formatted(built.property(), t.type(), built.failure()));
          }
        }
      }
      out.println(answer.commitId() == null ? "nothing to do" : "commit " + answer.commitId());
    }
    return 0;
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.CallMeter;
import dev.omnigraph.call.InvokeRequest;
import dev.omnigraph.cli.Output.Column;
import dev.omnigraph.cli.OutputOptions.Format;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.stored.InvokeAnswer;
import dev.omnigraph.wire.JsonBody;
import dev.omnigraph.wire.ReadJson;
import dev.omnigraph.wire.WriteJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "call",
    description = "Calls a stored query by its name; one that writes is one commit.",
    footer = {"", "Example:", "  omnigraph call direct from=LAS state=HI"},
    mixinStandardHelpOptions = true)
final class CallCommand implements Callable<Integer> {
  /** Of a write, which has no rows. */
  private static final List<Column> CHANGES =
      List.of(Column.of("affected_nodes"), Column.of("affected_edges"), Column.of("commit"));

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();
  @ArgGroup private @Nullable Past past;

  @Parameters(index = "0", paramLabel = "NAME", description = "The query.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PARAM=VALUE",
      description =
          "Its arguments. A value is read as its parameter's type; '\"7\"' is the text 7 in any"
              + " case.")
  private List<String> words = List.of();

  @Option(names = "--steps", description = "Also what each step of the plan read.")
  private boolean steps;

  @Option(
      names = "--explain",
      description =
          "Of one that reads, instead of the rows: what it means, and how and at what cost it ran.")
  private boolean explain;

  @Override
  public Integer call() {
    Output printed = output.rows();
    ReadAt at = Past.at(branch, past);
    try (Reach graph = place.reach()) {
      InvokeRequest request =
          new InvokeRequest(name, arguments(graph, at), at, conditions.options(branch, actor));
      Answer answer = invoke(graph.again(), request);
      if (answer.json().has("columns")) {
        QueryCommand.print(printed, answer, graph, explain, steps);
      } else {
        print(printed, answer, graph);
      }
    }
    return 0;
  }

  /** As the stored query declares them, which is asked for where there are any. */
  private Map<String, @Nullable Object> arguments(Reach graph, ReadAt at) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (!words.isEmpty()) {
      Map<String, Parameter> declared = new LinkedHashMap<>();
      StoredQueries.parameters(StoredQueries.in(graph, at).one(name))
          .forEach(parameter -> declared.put(parameter.name(), parameter));
      words.forEach(word -> Arguments.add(values, word, declared));
    }
    return values;
  }

  private Answer invoke(Reach graph, InvokeRequest request) {
    return graph.call(
        (here, meter) -> answer(here.invoke(request), meter),
        ApiRequest.of("POST", Repetition.KEYED, "queries", request.name())
            .conditions(request.options())
            .json(
                json -> {
                  Bodies.value(json, "params", request.arguments());
                  Bodies.state(json, request.at());
                  json.writeBooleanField("explain", explain);
                }));
  }

  private JsonBody answer(InvokeAnswer answer, CallMeter meter) {
    return switch (answer) {
      case InvokeAnswer.Read(var read) -> ReadJson.query(read, meter.report(), explain);
      case InvokeAnswer.Written(var written) -> WriteJson.mutation(written, meter.report());
    };
  }

  private static void print(Output printed, Answer answer, Reach graph) {
    if (printed.format() == Format.CSV) {
      printed.element(answer, CHANGES);
    } else {
      String what = MutateCommand.what(answer);
      printed.object(answer, out -> out.println(Costs.line(what, answer.commit(), graph.cost())));
    }
  }
}

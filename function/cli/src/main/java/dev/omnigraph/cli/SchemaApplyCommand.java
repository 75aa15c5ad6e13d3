package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.schema.SchemaChangeError;
import dev.omnigraph.wire.WriteJson;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Brings a branch to another schema, as one commit with its data.",
    footer = {"", "Example:", "  omnigraph schema apply flights.pg"},
    mixinStandardHelpOptions = true)
final class SchemaApplyCommand implements Callable<Integer> {
  private static final Set<String> DROPS = Set.of("drop_type", "drop_property");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();
  @Mixin private ActorOption actor = new ActorOption();
  @Mixin private DesiredSchema desired = new DesiredSchema();
  @Mixin private WriteConditions conditions = new WriteConditions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--allow-drop",
      description = "Types and properties that the file leaves out go with their data.")
  private boolean allowDrops;

  @Override
  public Integer call() {
    Output printed = output.object();
    SchemaRequest request =
        new SchemaRequest(
            desired.source(),
            desired.fileName(),
            allowDrops,
            desired.eraseHistory(),
            conditions.options(branch, actor));
    try (Reach graph = place.reach()) {
      Answer answer = apply(graph, request);
      printed.object(
          answer,
          out -> {
            List<String> steps = Answer.texts(answer.json().path("steps"));
            steps.forEach(step -> out.println("  " + step));
            out.println(Costs.line(what(answer, steps.size()), answer.commit(), graph.cost()));
          });
    }
    return 0;
  }

  private Answer apply(Reach graph, SchemaRequest request) {
    WriteOptions options = request.options();
    if (graph instanceof Reach.There && !allowDrops) {
      options = options.expecting(headWithoutDrops(graph, request));
    }
    ApiRequest there =
        ApiRequest.of("PUT", Repetition.KEYED, "schema")
            .from("schema", request.file())
            .conditions(options)
            .json(
                json -> {
                  json.writeStringField("schema", request.source());
                  json.writeStringField("branch", request.options().branch().text());
                  json.writeBooleanField("allow_data_loss", request.allowDataLoss());
                });
    try {
      return graph.call(
          (here, meter) -> WriteJson.schema(here.applySchema(request), meter.report()), there);
    } catch (GraphException e) {
      throw e.is(SchemaChangeError.SCHEMA_DROPS)
          ? dropping(e.retold(losses(plan(graph, request))))
          : e;
    }
  }

  /**
   * The commit at which the schema may be applied by the API, which drops what a schema leaves out:
   * what nobody has seen the plan of is not dropped.
   */
  private @Nullable CommitId headWithoutDrops(Reach graph, SchemaRequest request) {
    CommitId expected = request.options().expectedHead();
    CommitId head =
        expected != null
            ? expected
            : new CommitId(BranchShowCommand.one(graph, request.options().branch()).text("head"));
    Answer plan = plan(graph, request);
    if (drops(plan.list("steps"))) {
      throw dropping(GraphException.of(SchemaChangeError.SCHEMA_DROPS, losses(plan)));
    }
    return head;
  }

  private Answer plan(Reach graph, SchemaRequest request) {
    return SchemaPlanCommand.plan(
        graph,
        new PlanRequest(request.source(), request.file(), request.allowDataLoss(), branch.head()));
  }

  private static String losses(Answer plan) {
    return new Losses(plan.list("losses")).text();
  }

  /** Whether a step of a plan takes something away. */
  static boolean drops(List<JsonNode> steps) {
    return steps.stream().anyMatch(step -> DROPS.contains(step.path("step").asText()));
  }

  static GraphException dropping(GraphException.Builder failure) {
    return failure
        .next("Write --allow-drop if that is meant; @rename_from keeps what gets another name.")
        .build();
  }

  private static String what(Answer answer, int steps) {
    if (answer.flag("replayed")) {
      return "done before under this key";
    }
    return steps == 0 ? "nothing to do" : Costs.count(steps, "step") + " done";
  }
}

package dev.omnigraph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.omnigraph.call.ApplyRequest;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.cli.remote.ApiRequest;
import dev.omnigraph.cli.remote.ApiRequest.Repetition;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.manifest.ProtocolError;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.wire.ApplyJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would make a branch as a project folder.
 *
 * @param schema the plan of the schema; null where the folder has none
 * @param all the answer of the trial, null when a step of the schema is refused
 */
record ProjectPlan(BranchName branch, @Nullable Answer schema, @Nullable Answer all) {
  /** Plan and trial are two requests, between which somebody may change the schema. */
  private static final int TRIES = 5;

  static ProjectPlan of(Reach graph, ApplyRequest request) {
    BranchName branch = request.options().branch();
    for (int i = 0; i < TRIES; i++) {
      Answer schema = schema(graph, request);
      if (schema != null && !schema.flag("supported")) {
        return new ProjectPlan(branch, schema, null);
      }
      ProjectPlan plan = new ProjectPlan(branch, schema, tried(graph, request));
      if (plan.isOfOneState()) {
        return plan;
      }
    }
    throw GraphException.of(
            ProtocolError.TOO_MUCH_CONTENTION,
            "The schema of branch %s changes all the time.".formatted(branch))
        .build();
  }

  private static @Nullable Answer schema(Reach graph, ApplyRequest request) {
    String source = request.schema();
    return source == null
        ? null
        : SchemaPlanCommand.plan(
            graph,
            new PlanRequest(
                source,
                request.file(),
                request.allowDataLoss(),
                new ReadAt.Head(request.options().branch())));
  }

  /**
   * Tries it.
   *
   * @throws GraphException why it cannot be done
   */
  static Answer tried(Reach graph, ApplyRequest request) {
    return ask(graph, request, true);
  }

  /** Does it, as one commit. */
  static Answer apply(Reach graph, ApplyRequest request) {
    return ask(graph, request, false);
  }

  private static Answer ask(Reach graph, ApplyRequest request, boolean isTrial) {
    ApiRequest there =
        ApiRequest.of("POST", isTrial ? Repetition.SAFE : Repetition.KEYED, "apply")
            .from("schema", request.file())
            .conditions(request.options())
            .json(
                json -> {
                  Bodies.optional(json, "schema", request.schema());
                  texts(json, "queries", request.queries());
                  texts(json, "policy", request.policy());
                  json.writeStringField("branch", request.options().branch().text());
                  json.writeBooleanField("allow_data_loss", request.allowDataLoss());
                  json.writeBooleanField("dry_run", isTrial);
                });
    return graph.call(
        (here, meter) ->
            ApplyJson.apply(
                isTrial ? here.planApply(request) : here.apply(request), meter.report()),
        there);
  }

  private static void texts(JsonGenerator json, String name, @Nullable Texts texts)
      throws IOException {
    if (texts != null) {
      Bodies.value(json, name, texts.files());
    }
  }

  private boolean isOfOneState() {
    return schema == null
        || all == null
        || schema.list("steps").stream()
            .map(step -> step.path("summary").asText())
            .toList()
            .equals(Answer.texts(all.json().path("schema")));
  }

  boolean isSupported() {
    return all != null;
  }

  /** The answer of the trial. */
  Answer trial() {
    if (all == null) {
      throw new IllegalStateException("a step is refused");
    }
    return all;
  }

  /** The state that it was made of. */
  CommitId commit() {
    return trial().commit();
  }

  List<JsonNode> schemaSteps() {
    return schema == null ? List.of() : schema.list("steps");
  }

  List<JsonNode> losses() {
    return schema == null ? List.of() : schema.list("losses");
  }

  private List<JsonNode> files(String part) {
    return all == null ? List.of() : all.list(part);
  }

  int size() {
    return schemaSteps().size() + files("queries").size() + files("policy").size();
  }

  /** A line for each step. */
  List<String> summaries() {
    List<String> lines = new ArrayList<>();
    schemaSteps().forEach(step -> lines.add(step.path("summary").asText()));
    lines.addAll(fileLines());
    return lines;
  }

  private List<String> fileLines() {
    return all == null ? List.of() : fileLines(all);
  }

  /** The files of an answer, a line for each. */
  static List<String> fileLines(Answer answer) {
    List<String> lines = new ArrayList<>();
    for (String part : List.of(ProjectFolder.QUERIES, ProjectFolder.POLICY)) {
      for (JsonNode file : answer.list(part)) {
        String verb =
            switch (file.path("change").asText()) {
              case "added" -> "add";
              case "removed" -> "remove";
              default -> "change";
            };
        lines.add("%s %s/%s".formatted(verb, part, file.path("file").asText()));
      }
    }
    return lines;
  }

  /** For programs, and for {@code apply --plan}. */
  Answer json(ProjectFolder project, boolean eraseHistory) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("branch", branch.text());
    json.put("commit", all == null ? null : commit().text());
    json.put("supported", isSupported());
    json.put("steps", size());
    json.put("erase_history", eraseHistory);
    array(json, "schema", schemaSteps());
    array(json, "losses", losses());
    array(json, "queries", files("queries"));
    array(json, "policy", files("policy"));
    ObjectNode files = json.putObject("files");
    project.hashes().forEach(files::put);
    return new Answer(json.toString(), json);
  }

  private static void array(ObjectNode json, String name, List<JsonNode> elements) {
    ArrayNode array = json.putArray(name);
    elements.forEach(array::add);
  }

  /** For people. */
  void print(PrintWriter out, Cost cost) {
    out.print(PlanText.steps(schemaSteps()));
    fileLines().forEach(line -> out.println("  " + line));
    new Losses(losses()).print(out);
    if (isSupported()) {
      String what = size() == 0 ? "nothing to do" : Costs.count(size(), "step");
      out.println(Costs.line(what, commit(), cost));
    } else {
      out.println(PlanText.count(schemaSteps()));
      out.println("Queries and policies are compared once no step is refused.");
    }
  }
}

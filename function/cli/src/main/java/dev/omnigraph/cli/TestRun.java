package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.TestResult.Outcome;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs tests on one graph, so that none sees what another one wrote. */
final class TestRun {
  private final TestGraph graph;
  private final boolean updates;

  /**
   * @param updates whether what is answered is what is expected from now on
   */
  TestRun(TestGraph graph, boolean updates) {
    this.graph = graph;
    this.updates = updates;
  }

  TestResult run(TestFile test) {
    String name = "tests/" + test.name();
    List<String> differences = new ArrayList<>();
    try {
      Map<String, TestQuery> own = queries(test.queries());
      List<TestStep> steps = steps(test, own);
      List<TestQuery> queries = steps.stream().map(step -> query(test, step, own)).toList();
      if (queries.isEmpty()) {
        differences.add("it runs no query");
      }
      boolean writes = queries.stream().anyMatch(TestQuery::writes);
      BranchName branch = writes ? graph.branch() : BranchName.MAIN;
      List<TestStep> now = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        String place =
            steps.size() == 1 ? "" : "step %d, %s: ".formatted(i + 1, queries.get(i).name());
        now.add(step(steps.get(i), queries.get(i), branch, place, differences));
      }
      if (updates && differences.isEmpty() && !now.equals(test.steps())) {
        test.write(now);
        return new TestResult(name, Outcome.UPDATED, List.of());
      }
    } catch (GraphException e) {
      differences.add(text(e));
    }
    return TestResult.of(name, differences);
  }

  private Map<String, TestQuery> queries(@Nullable Path file) {
    Map<String, TestQuery> queries = new LinkedHashMap<>();
    if (file != null) {
      String source = TextFile.read(file);
      for (TypedQuery typed : QueryCompiler.compile(source, file.toString(), graph.schema())) {
        queries.put(typed.name(), new TestQuery(typed.name(), source, file.toString(), typed));
      }
    }
    return queries;
  }

  /** Where nothing is said, each query of the test is run. */
  private static List<TestStep> steps(TestFile test, Map<String, TestQuery> own) {
    List<TestStep> steps = test.steps();
    return steps != null ? steps : own.keySet().stream().map(TestStep::of).toList();
  }

  private TestQuery query(TestFile test, TestStep step, Map<String, TestQuery> own) {
    String name = step.query();
    if (name == null && own.size() > 1) {
      throw GraphException.of(
              QueryError.QUERY_NOT_NAMED,
              "%s does not say which query of %s it runs.".formatted(test.file(), test.queries()))
          .next("Name one with \"query\": " + Suggestions.quoted(List.copyOf(own.keySet())) + ".")
          .build();
    }
    if (name == null) {
      name =
          own.isEmpty()
              ? test.name().substring(test.name().lastIndexOf('/') + 1)
              : own.keySet().iterator().next();
    }
    TestQuery found = own.get(name);
    return found != null ? found : stored(name, own);
  }

  private TestQuery stored(String name, Map<String, TestQuery> own) {
    return graph
        .stored(name)
        .map(query -> new TestQuery(name, query.source(), query.file(), query.query()))
        .orElseThrow(
            () ->
                GraphException.of(
                        QueryError.QUERY_NOT_FOUND,
                        "There is no query `%s`, beside the test or stored.".formatted(name))
                    .next(Suggestions.help(name, List.copyOf(own.keySet()), "queries"))
                    .build());
  }

  /**
   * @param differences what is not as expected is added
   * @return the same step, expecting what was answered
   */
  private TestStep step(
      TestStep step, TestQuery query, BranchName branch, String place, List<String> differences) {
    JsonNode rows;
    try {
      rows = graph.rows(query, arguments(step), branch);
    } catch (GraphException e) {
      if (!e.code().equals(step.error())) {
        differences.add(place + text(e));
      }
      return step;
    }
    if (step.error() != null) {
      differences.add(
          "%sthe error %s was expected, and it answered %s"
              .formatted(place, step.error(), Costs.count(rows.size(), "row")));
      return step;
    }
    List<String> lines = differences(step, query, rows);
    if (updates) {
      return lines.isEmpty() ? step : step.expecting(rows);
    }
    if (!lines.isEmpty()) {
      differences.add(place + String.join("\n", lines));
    }
    return step;
  }

  private static List<String> differences(TestStep step, TestQuery query, JsonNode rows) {
    JsonNode expected = step.expect();
    if (expected == null) {
      return List.of("no rows are expected yet; --update writes those that it answers");
    }
    return RowsDiff.of(
        Answer.elements(expected),
        Answer.elements(rows),
        Objects.requireNonNullElse(step.ordered(), query.isOrdered()));
  }

  private static Map<String, @Nullable Object> arguments(TestStep step) {
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    step.params().properties().forEach(p -> arguments.put(p.getKey(), Reading.value(p.getValue())));
    return arguments;
  }

  private static String text(GraphException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof LanguageException ? message : e.code() + ": " + message;
  }
}

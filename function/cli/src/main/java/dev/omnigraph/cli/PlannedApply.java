package dev.omnigraph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.omnigraph.cli.remote.Reading;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.CommitId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan that was written down, and that somebody may have looked at. */
final class PlannedApply {
  /** Commits of data, after which schema, stored queries and policies are as they were. */
  private static final Set<String> OF_DATA = Set.of("load", "mutate", "optimize");

  private final Path file;
  private final JsonNode plan;

  private PlannedApply(Path file, JsonNode plan) {
    this.file = file;
    this.plan = plan;
  }

  /**
   * @throws GraphException {@code file_unreadable}, {@code not_a_plan}
   */
  static PlannedApply read(Path file) {
    JsonNode plan = Reading.object(TextFile.read(file));
    if (!plan.path("commit").isTextual() || !plan.path("files").isObject()) {
      throw GraphException.of(CliError.NOT_A_PLAN, file + " is not a plan.").build();
    }
    return new PlannedApply(file, plan);
  }

  /**
   * That what would be done now is what was planned: with the same files, in the same steps, and on
   * a graph of which nothing but data has changed since.
   *
   * @throws GraphException {@code plan_outdated}, with what differs
   */
  void require(Reach graph, ProjectPlan now, Answer json) {
    List<String> differences = new ArrayList<>();
    if (!plan.path("branch").equals(json.json().path("branch"))) {
      differences.add("it is of branch " + plan.path("branch").asText());
    }
    if (!plan.path("erase_history").equals(json.json().path("erase_history"))) {
      differences.add("one of both says --erase-history");
    }
    differences.addAll(files(json.json().path("files")));
    if (differences.isEmpty()) {
      differences.addAll(commits(graph, now));
    }
    differences.addAll(steps(json.json()));
    if (!differences.isEmpty()) {
      throw GraphException.of(
              CliError.PLAN_OUTDATED,
              "%s is not what would be done now:\n  %s"
                  .formatted(file, String.join("\n  ", differences)))
          .with("differences", differences)
          .build();
    }
  }

  private List<String> files(JsonNode now) {
    SortedMap<String, String> before = hashes(plan.path("files"));
    SortedMap<String, String> after = hashes(now);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      if (!before.containsKey(name)) {
        differences.add(name + " is new in the folder");
      } else if (!after.containsKey(name)) {
        differences.add(name + " is gone from the folder");
      } else if (!after.get(name).equals(before.get(name))) {
        differences.add(name + " is another text");
      }
    }
    return differences;
  }

  private static SortedMap<String, String> hashes(JsonNode files) {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      hashes.put(file.getKey(), file.getValue().asText());
    }
    return hashes;
  }

  /** Commits since, other than of data. */
  private List<String> commits(Reach graph, ProjectPlan now) {
    CommitId planned = new CommitId(plan.path("commit").asText());
    if (now.commit().equals(planned)) {
      return List.of();
    }
    return CommitsSince.of(graph, now.branch(), planned)
        .newest(commit -> !OF_DATA.contains(commit.path("kind").asText()))
        .map(commits -> commits.stream().map(PlannedApply::cameSince).toList())
        .orElseGet(
            () ->
                List.of(
                    "it was made at commit %s, which branch %s does not have"
                        .formatted(planned, now.branch())));
  }

  private static String cameSince(JsonNode commit) {
    return "commit %s (%s) by %s came since"
        .formatted(
            commit.path("commit").asText(),
            commit.path("kind").asText(),
            commit.path("actor").asText());
  }

  private List<String> steps(JsonNode now) {
    List<String> before = summaries(plan);
    List<String> after = summaries(now);
    List<String> differences = new ArrayList<>();
    after.stream()
        .filter(step -> !before.contains(step))
        .forEach(step -> differences.add("not planned: " + step));
    before.stream()
        .filter(step -> !after.contains(step))
        .forEach(step -> differences.add("no longer to do: " + step));
    return differences;
  }

  private static List<String> summaries(JsonNode plan) {
    Answer answer = new Answer("", plan);
    List<String> summaries = new ArrayList<>();
    answer.list("schema").forEach(step -> summaries.add(step.path("summary").asText()));
    summaries.addAll(ProjectPlan.fileLines(answer));
    return summaries;
  }
}

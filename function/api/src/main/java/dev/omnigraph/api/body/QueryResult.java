package dev.omnigraph.api.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.CallReport;
import dev.omnigraph.exec.Explanation;
import dev.omnigraph.exec.QueryAnswer;
import dev.omnigraph.exec.QueryReport;
import dev.omnigraph.exec.StepReport;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.store.IoStats;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a read query. */
public record QueryResult(
    String query,
    String commit,
    List<Column> columns,
    Object rows,
    Profile profile,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String explanation) {

  /**
   * @param explains whether the plan is part of it
   */
  public static QueryResult of(QueryAnswer answer, CallReport call, boolean explains) {
    return new QueryResult(
        answer.query(),
        answer.commitId(),
        answer.columns().stream().map(c -> new Column(c.name(), spelling(c.type()))).toList(),
        new Rows(answer.columns(), answer.rows()),
        Profile.of(answer.report(), call),
        explains ? Explanation.of(answer, call.io()) : null);
  }

  private static String spelling(ValueType type) {
    return switch (type) {
      case ValueType.Value value -> value.type().spelling() + (value.nullable() ? "?" : "");
      case ValueType.Entity entity -> entity.type().name() + (entity.nullable() ? "?" : "");
      case ValueType.Null none -> "null";
    };
  }

  /** A column; the type as schemas write it, or the name of an entity type. */
  public record Column(String name, String type) {}

  /** What the answer cost. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Profile(double elapsedMs, long requests, long bytesRead, List<Step> steps) {
    static Profile of(QueryReport report, CallReport call) {
      IoStats io = call.io();
      return new Profile(
          milliseconds(call.elapsed()),
          io.requests(),
          io.bytesRead(),
          report.steps().stream().map(Step::of).toList());
    }
  }

  /** One step of the plan. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Step(
      String operator,
      String access,
      int depth,
      long expected,
      long rows,
      long requests,
      int sequentialAtMost,
      long bytesRead,
      double elapsedMs) {
    static Step of(StepReport step) {
      return new Step(
          step.operator(),
          step.access(),
          step.depth(),
          step.expected(),
          step.rows(),
          step.io().requests(),
          step.sequential(),
          step.io().bytesRead(),
          milliseconds(step.elapsed()));
    }
  }

  /** To a hundredth. */
  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e4) / 100.0;
  }
}

package dev.omnigraph.api.body;

import dev.omnigraph.CallReport;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.schema.SchemaStep;
import java.util.List;

/** What a change of the schema did. */
public record SchemaChangeResult(
    List<String> steps, String commit, boolean replayed, long requests) {

  public static SchemaChangeResult of(SchemaAnswer answer, CallReport report) {
    return new SchemaChangeResult(
        answer.steps().stream().map(SchemaStep::summary).toList(),
        answer.commitId(),
        answer.replayed(),
        report.io().requests());
  }
}

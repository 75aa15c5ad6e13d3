package dev.omnigraph.api.body;

import dev.omnigraph.CallReport;
import dev.omnigraph.call.LoadAnswer;
import java.util.List;
import java.util.Map;

/** What a load did. */
public record LoadResult(
    List<String> commits,
    Map<String, Long> rows,
    Map<String, Long> keyless,
    long nodes,
    long edges,
    boolean replayed,
    long requests) {

  public static LoadResult of(LoadAnswer answer, CallReport report) {
    return new LoadResult(
        answer.commits(),
        answer.rows(),
        answer.keyless(),
        answer.nodes(),
        answer.edges(),
        answer.replayed(),
        report.io().requests());
  }
}

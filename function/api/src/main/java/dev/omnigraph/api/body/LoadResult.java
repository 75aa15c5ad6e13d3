package dev.omnigraph.api.body;

import dev.omnigraph.LoadAnswer;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a load did. */
@Schema(name = "LoadResult")
public record LoadResult(
    @Schema(description = "Commits published, in order") List<String> commits,
    @Schema(description = "Rows read, by type") Map<String, Long> rows,
    @Schema(
            description =
                "Those of them, by type, that have no key and named no id: each became a new entity,"
                    + " and loaded again it becomes another")
        Map<String, Long> keyless,
    long nodes,
    long edges,
    @Schema(description = "Whether an earlier request with the same Idempotency-Key did the work")
        boolean replayed,
    long requests) {

  public static LoadResult of(LoadAnswer answer) {
    return new LoadResult(
        answer.commits(),
        answer.rows(),
        answer.keyless(),
        answer.nodes(),
        answer.edges(),
        answer.replayed(),
        answer.io().requests());
  }
}

package dev.omnigraph.api.body;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.omnigraph.call.Commit;
import java.util.List;
import java.util.Locale;

/** A commit and what it touched. */
@JsonNaming(SnakeCaseStrategy.class)
public record CommitResult(
    String commit,
    long seq,
    String kind,
    String branch,
    String actor,
    String authoredAt,
    List<String> parents,
    List<Table> tables) {

  public static CommitResult of(Commit commit) {
    return new CommitResult(
        commit.commitId(),
        commit.seq(),
        commit.kind().name().toLowerCase(Locale.ROOT),
        commit.branch(),
        commit.actor(),
        commit.authoredAt().toString(),
        commit.parents(),
        commit.tables().stream().map(Table::of).toList());
  }

  /** Entities of one type that the commit changed. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Table(String type, long inserted, long updated, long deleted, long rowsAfter) {
    static Table of(Commit.Table table) {
      return new Table(
          table.type(), table.inserted(), table.updated(), table.deleted(), table.rowsAfter());
    }
  }
}

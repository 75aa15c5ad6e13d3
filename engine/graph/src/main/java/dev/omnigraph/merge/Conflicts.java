package dev.omnigraph.merge;

import dev.omnigraph.call.FoundConflicts;
import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.BranchName;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Conflicts as the failure of a write. */
public final class Conflicts {
  /** Conflicts that a message tells; more are in the details. */
  private static final int TOLD = 10;

  private Conflicts() {}

  /**
   * Ends the write if there are any.
   *
   * @param details beside the conflicts
   * @throws GraphException {@code merge_conflicts} with how many there are and the first of them
   */
  static void require(FoundConflicts found, Map<String, ?> details) {
    if (found.isEmpty()) {
      return;
    }
    long total = found.total();
    StringBuilder text = new StringBuilder();
    text.append("There ").append(total == 1 ? "is " : "are ").append(total);
    text.append(total == 1 ? " conflict:" : " conflicts:");
    List<MergeConflict> shown = found.shown();
    for (MergeConflict conflict : shown.subList(0, Math.min(TOLD, shown.size()))) {
      text.append("\n  ").append(told(conflict));
    }
    if (total > TOLD) {
      text.append("\n  and ").append(total - TOLD).append(" more");
    }
    GraphException.Builder error = GraphException.of(MergeError.MERGE_CONFLICTS, text.toString());
    error.with(details);
    found.json().forEach((name, value) -> error.with(name, Objects.requireNonNull(value)));
    if (found.next() != null) {
      error.next(
          "These are the first "
              + shown.size()
              + " of them. A dry run shows the others page by page (`conflicts_after`,"
              + " `--conflicts-after`). Decide about each (`resolutions`, `--take`), or name the"
              + " side to prefer (`prefer`, `--prefer`), and send it again. Nothing was written.");
    }
    throw error.build();
  }

  /** The same of conflicts that may not be shown: how many there are, and of which kinds. */
  public static GraphException untold(GraphException told, BranchName target) {
    GraphException.Builder error =
        GraphException.of(
                MergeError.MERGE_CONFLICTS,
                "There are conflicts with branch %s, which are shown to those who may read all of it."
                    .formatted(target))
            .next("Ask somebody who may read all of branch " + target + " to merge.");
    for (String name : List.of("conflict_count", "conflict_kinds")) {
      error.with(name, Objects.requireNonNull(told.details().get(name)));
    }
    return error.build();
  }

  private static String told(MergeConflict conflict) {
    String property = conflict.property() == null ? "" : conflict.property() + ": ";
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.kind().text(), conflict.type(), conflict.id(), property, conflict.reason());
  }
}

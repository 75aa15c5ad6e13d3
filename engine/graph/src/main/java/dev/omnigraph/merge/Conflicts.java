package dev.omnigraph.merge;

import dev.omnigraph.call.MergeConflict;
import dev.omnigraph.error.GraphException;
import java.util.List;
import java.util.Map;

/** Conflicts as the failure of a write. */
final class Conflicts {
  /** Conflicts that a message tells; all are in the details. */
  private static final int TOLD = 10;

  private Conflicts() {}

  /**
   * Ends the write if there are any.
   *
   * @param details beside the conflicts
   * @throws GraphException {@code merge_conflicts} with all of them
   */
  static void require(List<MergeConflict> conflicts, Map<String, ?> details) {
    if (conflicts.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append("There ").append(conflicts.size() == 1 ? "is " : "are ").append(conflicts.size());
    text.append(conflicts.size() == 1 ? " conflict:" : " conflicts:");
    for (MergeConflict conflict : conflicts.subList(0, Math.min(TOLD, conflicts.size()))) {
      text.append("\n  ").append(told(conflict));
    }
    if (conflicts.size() > TOLD) {
      text.append("\n  and ").append(conflicts.size() - TOLD).append(" more");
    }
    throw GraphException.of(MergeError.MERGE_CONFLICTS, text.toString())
        .with(details)
        .with("conflicts", conflicts.stream().map(MergeConflict::json).toList())
        .build();
  }

  private static String told(MergeConflict conflict) {
    String property = conflict.property() == null ? "" : conflict.property() + ": ";
    return "%s: %s \"%s\": %s%s"
        .formatted(
            conflict.kind().text(), conflict.type(), conflict.id(), property, conflict.reason());
  }
}

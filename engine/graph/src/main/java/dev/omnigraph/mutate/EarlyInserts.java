package dev.omnigraph.mutate;

import dev.omnigraph.commit.Ahead;
import dev.omnigraph.id.TableId;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows that are written while it is still being looked up whether they may be there. Of use only if
 * the query comes to these very rows in the end.
 */
final class EarlyInserts {
  private final List<Early> tables = new ArrayList<>();

  /** What a query probably comes to in one table, and waits for it to be written. */
  private record Early(WorkingTable rows, Supplier<Optional<StagedChange>> staged) {}

  /**
   * Starts writing.
   *
   * @param expected tables that do not change any more
   */
  EarlyInserts(Iterable<WorkingTable> expected, View view, BufferAllocator allocator, Ahead ahead) {
    for (WorkingTable rows : expected) {
      tables.add(
          new Early(
              rows,
              ahead.stage(
                  rows.layout().type(),
                  (table, operationId) -> {
                    try (TableDelta delta = rows.toDelta(allocator)) {
                      // What breaks a rule by itself is refused without a trace.
                      Violations violations = new Violations(null);
                      new Validator(view, List.of(delta)).checkRows(violations);
                      violations.throwIfAny();
                      return PreparedWrite.stage(delta, table, operationId);
                    }
                  })));
    }
  }

  /** What was staged of those tables that the query came to. */
  Map<TableId, Supplier<Optional<StagedChange>>> of(Map<TableId, WorkingTable> result) {
    Map<TableId, Supplier<Optional<StagedChange>>> right = new HashMap<>();
    for (Early early : tables) {
      TableId id = early.rows().layout().type().tableId();
      if (early.rows().isSame(result.get(id))) {
        right.put(id, early.staged());
      }
    }
    return right;
  }
}

package dev.omnigraph.commit;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Lets an operation stage, while it still looks at what there is, what it will write if nothing is
 * in the way. It costs no request in a row then. What its proposal does not use is garbage.
 */
@FunctionalInterface
public interface Ahead {
  /** Nothing is staged before its proposal is complete. */
  Ahead NEVER = (type, work) -> Optional::empty;

  /**
   * Starts the work on the view's table, on another thread, once the operation is armed.
   *
   * @param work must not need what the caller may close
   * @return waits for it; empty when it failed, or was not done
   */
  Supplier<Optional<StagedChange>> stage(
      EntityType type, BiFunction<WritableTable, OperationId, StagedChange> work);
}

package dev.omnigraph.protocol.write;

import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Failures;
import dev.omnigraph.commit.Seam;
import dev.omnigraph.commit.Seams;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.protocol.object.Parallel;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.StagedChange;
import dev.omnigraph.table.WritableTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one preparation stages on its view before its proposal is complete. */
final class StagingAhead implements Ahead {
  private static final Logger LOG = LoggerFactory.getLogger(StagingAhead.class);

  private final BranchView view;
  private final OperationId operationId;
  private final Arming arming;
  private final Seams seams;
  private final Deadline deadline;
  private final List<CompletableFuture<StagedChange>> works = new ArrayList<>();
  private volatile boolean settled;

  StagingAhead(
      BranchView view, OperationId operationId, Arming arming, Seams seams, Deadline deadline) {
    this.view = view;
    this.operationId = operationId;
    this.arming = arming;
    this.seams = seams;
    this.deadline = deadline;
  }

  @Override
  public Supplier<Optional<StagedChange>> stage(
      EntityType type, BiFunction<WritableTable, OperationId, StagedChange> work) {
    CompletableFuture<StagedChange> staged =
        arming.startAfter(
            () -> {
              WritableTable table = view.table(type);
              seams.at(Seam.STAGE_AHEAD, type.tableId().toString());
              deadline.require();
              if (settled) {
                throw Failures.defect("Nobody waits for these rows.");
              }
              return work.apply(table, operationId);
            });
    works.add(staged);
    return () -> result(staged);
  }

  /**
   * Calls off what has not begun and waits for what nobody used, so that nothing runs on after the
   * operation.
   */
  void settle() {
    settled = true;
    works.forEach(Parallel::settle);
  }

  /** Nothing depends on it: what failed here is staged as if it had not been tried. */
  private static Optional<StagedChange> result(CompletableFuture<StagedChange> staged) {
    try {
      return Optional.of(Parallel.join(staged));
    } catch (RuntimeException e) {
      LOG.info("rows are staged again: {}", e.getMessage());
      return Optional.empty();
    }
  }
}

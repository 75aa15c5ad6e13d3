package dev.omnigraph.table;

import dev.omnigraph.id.OperationId;
import dev.omnigraph.store.StoreException;
import java.util.Map;
import java.util.function.Supplier;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;

/** The only way in which this engine lets Lance make a version of a table: a new base. */
final class DetachedCommit {
  /** The transaction property that says which operation made a version. */
  static final String OPERATION = "omnigraph.operation";

  private DetachedCommit() {}

  /**
   * Commits on exactly the table's version. Lance checks no conflicts here: that the operation fits
   * is the caller's to know.
   *
   * <p>A version whose acknowledgement was lost is named by nobody, so the commit is simply made
   * again, as another version.
   *
   * @param operation made anew for each try, because Lance closes what it has tried
   */
  static Pin commit(LanceTable table, OperationId operationId, Supplier<Operation> operation) {
    try {
      return once(table, operationId, operation.get());
    } catch (StoreException.Transient unacknowledged) {
      return once(table, operationId, operation.get());
    }
  }

  private static Pin once(LanceTable table, OperationId operationId, Operation operation) {
    Pin base = table.pin();
    Transaction.Builder transaction =
        new Transaction.Builder()
            .readVersion(base.version())
            .operation(operation)
            .transactionProperties(Map.of(OPERATION, operationId.toString()));
    return LanceFailures.guard(
        "write a version of the table " + base.path(),
        () -> {
          try (Transaction committed = transaction.build()) {
            Dataset dataset =
                new CommitBuilder(table.dataset())
                    .detached(true)
                    .skipAutoCleanup(true)
                    .maxRetries(0)
                    .writeParams(table.tables().storageOptions())
                    .execute(committed);
            table.tables().counter().wrote(2, 0);
            // Whoever opens the version next, as upkeep does at once, need not read it back.
            return table
                .tables()
                .keep(
                    dataset,
                    base.path(),
                    committed.uuid(),
                    base.generation() + 1,
                    table.tables().blockBytes(base));
          }
        });
  }
}

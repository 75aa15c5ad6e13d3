package dev.omnigraph.fill;

import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.MadeVectors;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.ReadSet;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of some entities as one commit, each only where it is still missing and its text is still
 * the one that it was made of. Under another schema, where another model or another text makes the
 * vectors, nothing is written. The answer is how many were.
 */
final class FillOperation implements Operation<Long> {
  private final TableId table;
  private final MadeVectors.Column column;
  private final Map<String, Made> made;
  private final BufferAllocator allocator;

  /**
   * @param column as the schema had it when the texts were read
   * @param made by id of the entity
   */
  FillOperation(
      TableId table, MadeVectors.Column column, Map<String, Made> made, BufferAllocator allocator) {
    this.table = table;
    this.column = column;
    this.made = made;
    this.allocator = allocator;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.MUTATE;
  }

  @Override
  public Proposal<Long> prepare(View view) {
    Optional<EntityType> type =
        view.catalog().entities().stream().filter(t -> t.tableId().equals(table)).findFirst();
    if (type.isEmpty()) {
      return nothing();
    }
    TableDelta delta = new TableDelta(type.get(), allocator);
    try {
      MadeVectors.of(delta.layout()).columns().stream()
          .filter(this::isSame)
          .findFirst()
          .ifPresent(now -> fill(view, delta, now));
      Violations violations = new Violations(null);
      Validator validator = new Validator(view, List.of(delta));
      validator.checkRows(violations);
      ReadSet readSet = validator.checkState(violations);
      violations.throwIfAny();
      long rows = delta.affected();
      return PreparedWrite.of(List.of(delta), Map.of(), readSet, Set.of(), false, id -> rows);
    } catch (RuntimeException e) {
      delta.close();
      throw e;
    }
  }

  private static Proposal<Long> nothing() {
    return PreparedWrite.of(
        List.of(), Map.of(), new ReadSet(Set.of(), Map.of(), true), Set.of(), false, id -> 0L);
  }

  private boolean isSame(MadeVectors.Column now) {
    return now.property().id() == column.property().id()
        && now.property().type().equals(column.property().type())
        && now.embedding().model().equals(column.embedding().model());
  }

  private void fill(View view, TableDelta delta, MadeVectors.Column now) {
    RowLayout layout = delta.layout();
    new CommittedRows(view)
        .matching(
            layout.type(),
            layout.columns(),
            ArrowSchemas.ID,
            made.keySet(),
            true,
            (batch, row) -> {
              @Nullable Object[] former = CommittedRows.values(layout, batch, row);
              Made vector = made.get(String.valueOf(former[RowLayout.ID]));
              if (vector != null
                  && former[now.vector()] == null
                  && vector.text().equals(former[now.text()])) {
                @Nullable Object[] values = former.clone();
                values[now.vector()] = vector.vector();
                delta.replaces(
                    delta.add(values, 0, false), CommittedRows.address(batch, row), former);
              }
            });
  }

  static int dimension(MadeVectors.Column column) {
    return ((PropertyType.Vector) column.property().type()).dimension();
  }

  @Override
  public Long replayed(ManifestRecord record) {
    throw new IllegalStateException("It has no key.");
  }
}

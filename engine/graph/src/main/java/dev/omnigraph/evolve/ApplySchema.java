package dev.omnigraph.evolve;

import dev.omnigraph.call.PlanAnswer;
import dev.omnigraph.call.PlanRequest;
import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.BranchView;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.stored.StoredQueries;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a branch to another schema, as one commit, or as none when the two differ in nothing but
 * their text. Rows that rivals write meanwhile stay: a change of columns without a rewrite is made
 * on whatever they left; after a rival's change of the schema, of rows that decided whether a step
 * can be done, and where rows are rewritten, it is planned again.
 */
public final class ApplySchema implements Operation<SchemaAnswer> {
  private final SchemaRequest request;
  private final IdSource ids;
  private final BufferAllocator allocator;
  private final Deadline deadline;
  private final Map<TableId, SchemaProposal.Staged> staged = new ConcurrentHashMap<>();

  /**
   * @param ids of new types and properties
   * @param deadline asked before each fragment that is written
   */
  public ApplySchema(
      SchemaRequest request, IdSource ids, BufferAllocator allocator, Deadline deadline) {
    this.request = request;
    this.ids = ids;
    this.allocator = allocator;
    this.deadline = deadline;
  }

  /**
   * What would lead from the schema of the view to the desired one, refusals included. Reads the
   * rows that decide about a step, and no others.
   *
   * @throws dev.omnigraph.error.GraphException for a mistake in the source
   */
  public static PlanAnswer plan(
      PlanRequest request, View view, IdSource ids, BufferAllocator allocator) {
    SchemaPlan plan =
        plan(request.source(), request.file(), request.allowDataLoss(), view.catalog(), ids);
    return PlanAnswer.of(new PlanReading(plan, view, allocator).read(), view.pins());
  }

  private static SchemaPlan plan(
      String source, String file, boolean allowDataLoss, Catalog inForce, IdSource ids) {
    Catalog desired = SchemaCompiler.compile(source, file, Optional.of(inForce), ids);
    return SchemaPlan.of(inForce, desired, allowDataLoss);
  }

  @Override
  public CommitKind kind() {
    return CommitKind.SCHEMA;
  }

  /**
   * @throws dev.omnigraph.error.GraphException {@code schema_change_refused}, with every refusal;
   *     {@code schema_breaks_queries}
   */
  @Override
  public Proposal<SchemaAnswer> prepare(View view) {
    return propose((BranchView) view, null);
  }

  /**
   * The same.
   *
   * @param queries that come into force with it, and are somebody else's to check; null when those
   *     of the view stay
   */
  SchemaProposal propose(BranchView view, @Nullable Texts queries) {
    SchemaPlan plan =
        plan(request.source(), request.file(), request.allowDataLoss(), view.catalog(), ids);
    if (!request.allowDrops()) {
      plan.throwIfDropping();
    }
    PlanReading reading = new PlanReading(plan, view, allocator);
    SchemaPlan decided = reading.read();
    decided.throwIfRefused();
    if (queries == null) {
      StoredQueries.requireFit(view.queries(), decided.after());
    }
    List<TableChanges.Reshaped> reshaped = TableChanges.of(decided);
    view.prefetch(reshaped.stream().map(TableChanges.Reshaped::before).toList());
    return new SchemaProposal(decided, reshaped, reading.tables(), staged, deadline);
  }

  @Override
  public SchemaAnswer replayed(ManifestRecord record) {
    return new SchemaAnswer(List.of(), record.commitId(), true);
  }
}

package dev.omnigraph.evolve;

import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.function.Function;

/**
 * Brings a branch to another schema, as one commit, or as none when the two differ in nothing but
 * their text. Rows that rivals write meanwhile stay: a change of columns without a rewrite is made
 * on whatever they left; after a rival's change of the schema, and where rows are rewritten, it is
 * planned again.
 */
public final class ApplySchema implements Operation<SchemaPlan> {
  private final Function<Catalog, SchemaPlan> planner;

  /**
   * @param planner from the schema in force to the desired one; asked again after a rival's change
   */
  public ApplySchema(Function<Catalog, SchemaPlan> planner) {
    this.planner = planner;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.SCHEMA;
  }

  /**
   * @throws dev.omnigraph.error.GraphException {@code schema_change_refused}, with every refusal
   */
  @Override
  public Proposal<SchemaPlan> prepare(View view) {
    SchemaPlan plan = planner.apply(view.catalog());
    plan.throwIfRefused();
    List<TableChanges.Reshaped> reshaped = TableChanges.of(plan);
    view.prefetch(reshaped.stream().map(TableChanges.Reshaped::before).toList());
    return new SchemaProposal(plan, reshaped);
  }
}

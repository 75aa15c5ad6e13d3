package dev.omnigraph.evolve;

import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.World;
import dev.omnigraph.schema.SchemaPlan;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of the schema, as operations in the world of the protocol's tests. */
final class SchemaOperations {
  private SchemaOperations() {}

  /**
   * Brings the branch to another schema.
   *
   * @param hard whether what is dropped goes from history too
   */
  static Operation<String> evolve(World world, String source, boolean hard) {
    Operation<SchemaPlan> apply =
        new ApplySchema(
            inForce ->
                SchemaPlan.of(
                    inForce,
                    SchemaCompiler.compile(source, "next.pg", Optional.of(inForce), world::id),
                    hard));
    return Operations.operation(CommitKind.SCHEMA, view -> new Evolution(apply.prepare(view)));
  }

  /** The schema of these tests with a property and a type more. */
  static Operation<String> evolve(World world) {
    return evolve(world, Operations.LARGER_SCHEMA, false);
  }

  /** A change of the schema, with an answer that these tests can tell. */
  private record Evolution(Proposal<SchemaPlan> change) implements Proposal<String> {
    @Override
    public List<TableWrite> writes() {
      return change.writes();
    }

    @Override
    public Optional<SchemaChange> schema() {
      return change.schema();
    }

    @Override
    public Set<String> reads() {
      return change.reads();
    }

    @Override
    public boolean survivesDisjointChanges() {
      return change.survivesDisjointChanges();
    }

    @Override
    public Map<String, Set<String>> neededIds() {
      return change.neededIds();
    }

    @Override
    public String result(@Nullable String commitId) {
      return commitId == null ? "no effect" : "done";
    }

    @Override
    public void close() {
      change.close();
    }
  }
}

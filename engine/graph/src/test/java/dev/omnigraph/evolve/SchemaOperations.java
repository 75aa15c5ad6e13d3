package dev.omnigraph.evolve;

import dev.omnigraph.call.SchemaAnswer;
import dev.omnigraph.call.SchemaRequest;
import dev.omnigraph.commit.CommitReport;
import dev.omnigraph.commit.Deadline;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.SchemaChange;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.id.CommitId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.protocol.world.Operations;
import dev.omnigraph.protocol.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;

/** Changes of the schema, as operations in the world of the protocol's tests. */
final class SchemaOperations {
  private SchemaOperations() {}

  /**
   * Brings the branch to another schema.
   *
   * @param hard whether what is dropped goes from history too
   */
  static Operation<String> evolve(World world, String source, boolean hard) {
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "ann");
    Operation<SchemaAnswer> apply =
        new ApplySchema(
            new SchemaRequest(source, "next.pg", true, hard, options),
            world::id,
            new RootAllocator(),
            Deadline.NONE);
    return Operations.operation(CommitKind.SCHEMA, view -> new Evolution(apply.prepare(view)));
  }

  /** The schema of these tests with a property and a type more. */
  static Operation<String> evolve(World world) {
    return evolve(world, Operations.LARGER_SCHEMA, false);
  }

  /** A change of the schema, with an answer that these tests can tell. */
  private record Evolution(Proposal<SchemaAnswer> change) implements Proposal<String> {
    @Override
    public List<TableWrite> writes() {
      return change.writes();
    }

    @Override
    public Optional<SchemaChange> schema() {
      return change.schema();
    }

    @Override
    public Set<TableId> reads() {
      return change.reads();
    }

    @Override
    public boolean survivesDisjointChanges() {
      return change.survivesDisjointChanges();
    }

    @Override
    public Map<TableId, Set<String>> neededIds() {
      return change.neededIds();
    }

    @Override
    public String answer(CommitId commitId, CommitReport report) {
      return schema().isEmpty() ? "no effect" : "done";
    }

    @Override
    public void close() {
      change.close();
    }
  }
}

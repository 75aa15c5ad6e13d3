package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.exec.kernel.Adjacency;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryMemory;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Step;
import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Clause.Traverse.Direction;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.view.View;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Edges that are looked up before or after others were. */
@NullUnmarked
class EdgeReaderTest {
  private final NodeType person = Ir.node("Person");
  private final EdgeType knows = Ir.edge("Knows", person, person);
  private final MemoryGraph graph =
      new MemoryGraph(List.of(person), List.of(knows))
          .node(person, "ann")
          .node(person, "bob")
          .edge(knows, "k1", "ann", "bob");

  @Test
  void edgesLookedUpAheadAreSeenThoughNoneWereNeededBefore() {
    try (BufferAllocator allocator = new RootAllocator();
        View view = graph.view(allocator);
        MemoryBudget.Reservation reservation = MemoryQueries.budget(1 << 20).reserve();
        QueryMemory memory = new QueryMemory(allocator, reservation)) {
      Execution execution =
          new Execution(
              view,
              memory,
              new ConstantValues(Map.of(), MemoryGraph.NOW),
              EdgeAccess.PROBE,
              Long.MAX_VALUE,
              List.of(),
              true,
              new Searches(view, new ConstantValues(Map.of(), MemoryGraph.NOW), null),
              BestRows.all(),
              Runnable::run,
              new Profiler(() -> IoStats.NONE, () -> 0));
      int ann = number(execution, "ann");
      EdgeReader edges = execution.edges(hop());
      edges.load(new BitSet());
      assertThat(edges.edges().adjacency().end(ann)).isZero();

      edges.startProbe(execution.readahead(), BitSet.valueOf(new long[] {1L << ann}));
      edges.load(BitSet.valueOf(new long[] {1L << ann}));

      Adjacency adjacency = edges.edges().adjacency();
      assertThat(adjacency.end(ann) - adjacency.start(ann)).isEqualTo(1);
      assertThat(adjacency.target(adjacency.start(ann))).isEqualTo(number(execution, "bob"));
    }
  }

  private Step.Hop hop() {
    return new Step.Hop(
        Ir.variable(0, "a", person),
        Ir.variable(1, "b", person),
        List.of(new Clause.Traverse.Edge(knows, Direction.OUT)),
        1,
        1,
        null,
        false,
        List.of(),
        List.of());
  }

  private int number(Execution execution, String id) {
    try (VarCharVector ids = new VarCharVector("id", execution.memory().allocator())) {
      ids.setSafe(0, id.getBytes(StandardCharsets.UTF_8));
      ids.setValueCount(1);
      return execution.entities().nodes(person.name()).ids().intern(ids, 0);
    }
  }
}

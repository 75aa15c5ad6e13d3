package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.Predicate;
import dev.omnigraph.value.PropertyType.Scalar;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ConditionScanTest {
  private static final NodeType PERSON =
      Ir.node("Person", Ir.property("a", Scalar.I32), Ir.property("b", Scalar.I32));
  private static final Variable P = Ir.variable(0, "p", PERSON);

  private final MemoryGraph graph =
      new MemoryGraph(List.of(PERSON), List.of())
          .node(PERSON, "x", 1, 1)
          .node(PERSON, "y", 1, 2)
          .node(PERSON, "z", 2, 2);

  @Test
  void rowsComeWholeWithTheirAddressAndTheScanDecidesWhatItCan() {
    Expr condition =
        Ir.and(
            Ir.eq(Ir.prop(P, "a"), Ir.param("one", Scalar.I32)),
            Ir.compare(Ir.prop(P, "a"), Expr.Compare.Op.LT, Ir.prop(P, "b")));
    List<StoredRow> found = new ArrayList<>();

    try (BufferAllocator allocator = new RootAllocator();
        View view = graph.view(allocator)) {
      ConditionScan.forEach(view, P, condition, Map.of("one", 1), found::add);

      assertThat(((MemoryTable) view.table(PERSON)).scans().getFirst().filter())
          .isEqualTo(new Predicate.Compare("a", Predicate.Compare.Operator.EQ, 1));
    }
    assertThat(found).containsExactly(new StoredRow(1, Map.of("id", "y", "a", 1, "b", 2)));
  }

  @Test
  void aConditionThatNothingMeetsReadsNothing() {
    List<StoredRow> found = new ArrayList<>();

    try (BufferAllocator allocator = new RootAllocator();
        View view = graph.view(allocator)) {
      ConditionScan.forEach(view, P, Ir.eq(Ir.prop(P, "a"), Ir.nothing()), Map.of(), found::add);

      assertThat(((MemoryTable) view.table(PERSON)).scans()).isEmpty();
    }
    assertThat(found).isEmpty();
  }
}

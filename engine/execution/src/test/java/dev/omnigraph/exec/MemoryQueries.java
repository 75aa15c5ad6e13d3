package dev.omnigraph.exec;

import dev.omnigraph.embed.Embedder;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.plan.ConstantValues;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.plan.Explain;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.view.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.NullUnmarked;

/** Runs query text on a {@link MemoryGraph}. */
@NullUnmarked
final class MemoryQueries {
  private final MemoryGraph graph;
  private MemoryBudget budget = budget(16L << 20);
  private EdgeAccess access = EdgeAccess.AUTO;
  private TableMaker tables = MemoryTable::new;
  private Embedder embedder;

  /** Makes the table of a type from its rows. */
  interface TableMaker {
    MemoryTable make(BufferAllocator allocator, EntityType type, List<Map<String, Object>> rows);
  }

  MemoryQueries(MemoryGraph graph) {
    this.graph = graph;
  }

  static Catalog schema(String source) {
    return SchemaCompiler.compile(
        source,
        "test.pg",
        Optional.empty(),
        new IdSource() {
          private int next;

          @Override
          public String next() {
            return "T" + next++;
          }
        });
  }

  /** Of which a single query can have so much. */
  static MemoryBudget budget(long bytes) {
    return new MemoryBudget(bytes * 3 / 2);
  }

  MemoryQueries with(MemoryBudget otherBudget, EdgeAccess otherAccess) {
    budget = otherBudget;
    access = otherAccess;
    return this;
  }

  MemoryQueries with(TableMaker otherTables) {
    tables = otherTables;
    return this;
  }

  MemoryQueries with(Embedder otherEmbedder) {
    embedder = otherEmbedder;
    return this;
  }

  private View view(BufferAllocator allocator) {
    return graph.view((type, rows) -> tables.make(allocator, type, rows));
  }

  /** The rows of {@code match { … } return { … } …}. */
  List<List<Object>> rows(String body) {
    return run(body, Map.of()).rows();
  }

  QueryAnswer run(String body, Map<String, Object> arguments) {
    return run(read("query q() {" + body + "}"), arguments);
  }

  /** All memory must be free again, whether the query succeeds or not. */
  QueryAnswer run(TypedQuery.Read query, Map<String, Object> arguments) {
    try (BufferAllocator allocator = new RootAllocator();
        View view = view(allocator)) {
      return new QueryRunner(allocator, () -> IoStats.NONE, Runnable::run, budget, access, embedder)
          .run(PreparedQuery.plan(query, view), arguments, view);
    }
  }

  /** The same, row by row. */
  QueryAnswer run(String body, Consumer<List<Object>> sink) {
    try (BufferAllocator allocator = new RootAllocator();
        View view = view(allocator)) {
      return new QueryRunner(allocator, () -> IoStats.NONE, Runnable::run, budget, access)
          .run(
              PreparedQuery.plan(read("query q() {" + body + "}"), view),
              new ConstantValues(Map.of(), view.now()),
              view,
              sink::accept);
    }
  }

  String explain(String body) {
    try (BufferAllocator allocator = new RootAllocator();
        View view = view(allocator)) {
      return Explain.text(PreparedQuery.plan(read("query q() {" + body + "}"), view));
    }
  }

  TypedQuery.Read read(String source) {
    return (TypedQuery.Read) QueryCompiler.compile(source, "test.gq", graph.catalog()).getFirst();
  }
}

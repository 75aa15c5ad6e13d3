package dev.omnigraph.benchmark;

import dev.omnigraph.commit.Environment;
import dev.omnigraph.id.OperationId;
import dev.omnigraph.id.TableId;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.ArrowValues;
import dev.omnigraph.table.Staging;
import dev.omnigraph.table.Tables;
import dev.omnigraph.table.WritableTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows of a social graph as batches in memory, as a load of its lines makes them. */
final class SocialRows {
  private static final int BATCH = 4096;

  private final BufferAllocator allocator = new RootAllocator();
  private final Environment environment = Environment.system(Runnable::run);
  private final List<List<VectorSchemaRoot>> tables;
  private int written;

  SocialRows(SocialGraph graph) {
    Catalog catalog =
        SchemaCompiler.compile(
            SocialGraph.SCHEMA, "social.pg", Optional.empty(), environment.ulids()::get);
    tables =
        List.of(
            batches(
                catalog.node("Person").orElseThrow(),
                graph.people(),
                i ->
                    new Object[] {
                      SocialGraph.person(i),
                      SocialGraph.person(i),
                      graph.age(i),
                      SocialGraph.city(i)
                    }),
            batches(
                catalog.node("Company").orElseThrow(),
                graph.companies(),
                i -> new Object[] {SocialGraph.company(i), SocialGraph.company(i)}),
            batches(
                catalog.edge("Knows").orElseThrow(),
                graph.acquaintances(),
                i ->
                    new Object[] {
                      environment.ulids().get(),
                      SocialGraph.person(graph.from(i)),
                      SocialGraph.person(graph.to(i)),
                      graph.since(i)
                    }),
            batches(
                catalog.edge("WorksAt").orElseThrow(),
                graph.jobs(),
                i ->
                    new Object[] {
                      environment.ulids().get(),
                      SocialGraph.person(graph.employee(i)),
                      SocialGraph.company(graph.employer(i))
                    }));
  }

  /** Writes them to new tables: files of rows, which no commit names. */
  void write(Tables place) {
    for (List<VectorSchemaRoot> batches : tables) {
      TableId id = TableId.ofNodes("Rows", ++written);
      try (WritableTable table = place.open(place.create(id, batches.getFirst().getSchema()));
          Staging staging = table.stage(new OperationId(environment.ulids().get()))) {
        batches.forEach(staging::append);
        staging.finish();
      }
    }
  }

  private List<VectorSchemaRoot> batches(EntityType type, int rows, IntFunction<Object[]> row) {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int first = 0; first < rows; first += BATCH) {
      VectorSchemaRoot batch = VectorSchemaRoot.create(ArrowSchemas.of(type), allocator);
      int count = Math.min(BATCH, rows - first);
      for (int i = 0; i < count; i++) {
        Object[] values = row.apply(first + i);
        for (int column = 0; column < values.length; column++) {
          ArrowValues.set(batch.getVector(column), i, values[column]);
        }
      }
      batch.setRowCount(count);
      batches.add(batch);
    }
    return batches;
  }
}

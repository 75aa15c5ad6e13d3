package dev.omnigraph.mutate;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.exec.ConditionScan;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.exec.RowEvaluator;
import dev.omnigraph.id.TableId;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.Variable;
import dev.omnigraph.row.Cascade;
import dev.omnigraph.row.CommittedRows;
import dev.omnigraph.row.MadeVectors;
import dev.omnigraph.row.RowLayout;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.GraphError;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.schema.NodeType;
import dev.omnigraph.table.ArrowSchemas;
import dev.omnigraph.table.Pin;
import dev.omnigraph.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one write query over one view. */
final class StatementRunner {
  /** Entities that one mutation may touch; they are held in memory. */
  static final int MAX_ENTITIES = 250_000;

  private final View view;
  private final Catalog catalog;
  private final List<Statement> statements;
  private final Map<String, @Nullable Object> arguments;
  private final RowEvaluator evaluator;
  private final AssignedValues assigned;
  private final CommittedRows committed;
  private final Map<TableId, WorkingTable> tables = new LinkedHashMap<>();
  private final Cascade cascade;
  private final PatternRows patterns;
  private final InsertedRows inserts;

  /** An entity that a statement is about, and the values that it assigns. */
  private record Match(WorkingTable.Entity entity, List<@Nullable Object> values) {}

  StatementRunner(View view, BoundWrite write, IdSource ids, QueryRunner runner) {
    this.view = view;
    this.catalog = view.catalog();
    this.statements = write.query().statements();
    this.arguments = write.arguments();
    this.evaluator = new RowEvaluator(arguments, view.now());
    this.assigned = new AssignedValues(evaluator);
    this.committed = new CommittedRows(view);
    this.cascade = new Cascade(view, committed);
    this.patterns = new PatternRows(view, arguments, runner);
    this.inserts = new InsertedRows(catalog, assigned, ids);
  }

  void run() {
    view.prefetch(touchedTypes());
    Map<EntityType, Map<String, WorkingTable.Former>> formers = lookUpInserts();
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Insert insert -> insert(insert, formers);
        case Statement.Update update -> update(update);
        case Statement.Delete delete -> delete(delete);
      }
      requireBounded();
    }
  }

  /**
   * What a query that only inserts comes to if none of its entities is there already, which is
   * known before anything is read. Empty when a value cannot be right, which {@link #run} reports.
   */
  Collection<WorkingTable> expected() {
    Map<TableId, WorkingTable> expected = new HashMap<>();
    try {
      for (Statement statement : insertsOnly() ? statements : List.<Statement>of()) {
        if (statement instanceof Statement.Insert insert) {
          @Nullable Object[] row = inserts.row(insert);
          expected
              .computeIfAbsent(insert.type().tableId(), id -> new WorkingTable(insert.type()))
              .put(String.valueOf(row[RowLayout.ID]), row, null);
        }
      }
    } catch (GraphException e) {
      return List.of();
    }
    return expected.values();
  }

  /** What it has come to. */
  Map<TableId, WorkingTable> tables() {
    return tables;
  }

  /** Tables beside the changed ones that decided what changes. */
  Set<TableId> reads() {
    Set<TableId> reads = new HashSet<>(cascade.reads());
    reads.addAll(patterns.reads());
    return reads;
  }

  boolean insertsOnly() {
    return statements.stream().allMatch(Statement.Insert.class::isInstance);
  }

  List<TableDelta> deltas(BufferAllocator allocator) {
    List<TableDelta> deltas = new ArrayList<>();
    try {
      for (WorkingTable table : tables.values()) {
        deltas.add(table.toDelta(allocator));
      }
      return deltas;
    } catch (RuntimeException e) {
      deltas.forEach(TableDelta::close);
      throw e;
    }
  }

  private void insert(
      Statement.Insert insert, Map<EntityType, Map<String, WorkingTable.Former>> formers) {
    @Nullable Object[] row = inserts.row(insert);
    String id = String.valueOf(row[RowLayout.ID]);
    WorkingTable table = table(insert.type());
    WorkingTable.Former former = formers.getOrDefault(insert.type(), Map.of()).get(id);
    if (insert.id() != null && (former != null || table.has(id))) {
      throw InsertedRows.exists(insert.type(), id);
    }
    table.put(id, row, former);
  }

  /**
   * The committed entities that keyed inserts replace, and that inserts under a given id collide
   * with, looked up once for each type.
   */
  private Map<EntityType, Map<String, WorkingTable.Former>> lookUpInserts() {
    Map<EntityType, Set<String>> ids = new LinkedHashMap<>();
    for (Statement statement : statements) {
      if (statement instanceof Statement.Insert insert
          && (insert.type().key().isPresent() || insert.id() != null)) {
        ids.computeIfAbsent(insert.type(), t -> new LinkedHashSet<>())
            .add(String.valueOf(inserts.row(insert)[RowLayout.ID]));
      }
    }
    Map<EntityType, Map<String, WorkingTable.Former>> found = new HashMap<>();
    ids.forEach((type, wanted) -> found.put(type, formers(type, wanted)));
    return found;
  }

  private Map<String, WorkingTable.Former> formers(EntityType type, Set<String> ids) {
    RowLayout layout = new RowLayout(type);
    Map<String, WorkingTable.Former> formers = new HashMap<>();
    committed.matching(
        type,
        layout.columns(),
        ArrowSchemas.ID,
        ids,
        true,
        (batch, row) -> {
          @Nullable Object[] values = CommittedRows.values(layout, batch, row);
          formers.put(
              String.valueOf(values[RowLayout.ID]),
              new WorkingTable.Former(CommittedRows.address(batch, row), values));
        });
    return formers;
  }

  private void update(Statement.Update update) {
    WorkingTable table = table(update.type());
    List<Statement.Assignment> assignments = update.assignments();
    MadeVectors made = MadeVectors.of(table.layout());
    Set<String> given =
        assignments.stream().map(a -> a.property().name()).collect(Collectors.toSet());
    for (Match match : matches(update, update.variables(), update.condition(), assignments)) {
      WorkingTable.Entity entity = match.entity();
      @Nullable Object[] before = Objects.requireNonNull(entity.values());
      @Nullable Object[] values = before.clone();
      for (int i = 0; i < assignments.size(); i++) {
        int column = table.layout().position(assignments.get(i).property().name());
        values[column] = match.values().get(i);
        requireSameKey(table, entity, column, values);
      }
      made.clearStale(before, values, given);
      table.put(entity.id(), values, entity.former());
    }
  }

  private void delete(Statement.Delete delete) {
    WorkingTable table = table(delete.type());
    Set<String> ids = new HashSet<>();
    for (Match match : matches(delete, delete.variables(), delete.condition(), List.of())) {
      WorkingTable.Entity entity = match.entity();
      table.delete(entity.id(), Objects.requireNonNull(entity.former()));
      ids.add(entity.id());
    }
    if (table.layout().type() instanceof NodeType node) {
      cascade.follow(node, ids, edge -> table(edge).layout().columns(), this::deleteEdge);
    }
  }

  private void deleteEdge(EdgeType edge, String endpoint, VectorSchemaRoot batch, int row) {
    WorkingTable edges = table(edge);
    String id = CommittedRows.text(batch, ArrowSchemas.ID, row);
    @Nullable Object[] values = CommittedRows.values(edges.layout(), batch, row);
    edges.delete(id, new WorkingTable.Former(CommittedRows.address(batch, row), values));
    requireBounded(edges.size());
  }

  /** What a statement is about, and what it assigns to each; evaluated before it changes any. */
  private List<Match> matches(
      Statement statement,
      List<Variable> variables,
      Expr condition,
      List<Statement.Assignment> assignments) {
    List<Match> matches = new ArrayList<>();
    if (!statement.hasPattern()) {
      RowLayout layout = table(statement.type()).layout();
      for (WorkingTable.Entity entity : matching(variables.getFirst(), condition)) {
        @Nullable Object[] row = Objects.requireNonNull(entity.values());
        List<@Nullable Object> values = new ArrayList<>();
        for (Statement.Assignment assignment : assignments) {
          values.add(assigned.of(assignment, column -> row[layout.position(column)]));
        }
        matches.add(new Match(entity, values));
      }
      return matches;
    }
    Map<String, List<@Nullable Object>> found = new LinkedHashMap<>();
    patterns.forEach(
        variables,
        condition,
        assignments.stream().map(Statement.Assignment::value).toList(),
        (id, computed) -> {
          List<@Nullable Object> values = new ArrayList<>();
          for (int i = 0; i < assignments.size(); i++) {
            values.add(AssignedValues.fit(assignments.get(i), computed.get(i)));
          }
          found.put(id, values);
          requireBounded(found.size());
        });
    // No earlier statement has written the type, so what is committed is what there is.
    formers(statement.type(), found.keySet())
        .forEach(
            (id, former) ->
                matches.add(
                    new Match(
                        new WorkingTable.Entity(id, former.values(), former),
                        Objects.requireNonNull(found.get(id)))));
    return matches;
  }

  /** Entities that meet the condition now: committed and untouched, or as statements left them. */
  private List<WorkingTable.Entity> matching(Variable variable, Expr condition) {
    WorkingTable table = table(variable.type());
    RowLayout layout = table.layout();
    List<WorkingTable.Entity> found = new ArrayList<>();
    for (WorkingTable.Entity entity : table.present()) {
      @Nullable Object[] values = Objects.requireNonNull(entity.values());
      if (evaluator.test(condition, column -> values[layout.position(column)])) {
        found.add(entity);
      }
    }
    if (isEmpty(variable.type())) {
      return found;
    }
    ConditionScan.forEach(
        view,
        variable,
        condition,
        arguments,
        stored -> {
          @Nullable Object[] values = new @Nullable Object[layout.width()];
          for (int column = 0; column < values.length; column++) {
            values[column] = stored.values().get(layout.columns().get(column));
          }
          String id = String.valueOf(values[RowLayout.ID]);
          if (!table.has(id)) {
            WorkingTable.Former former = new WorkingTable.Former(stored.address(), values);
            found.add(new WorkingTable.Entity(id, values, former));
            requireBounded(found.size());
          }
        });
    return found;
  }

  private boolean isEmpty(EntityType type) {
    Pin pin = view.pins().get(type.tableId());
    return pin == null || pin.rows() == 0;
  }

  private WorkingTable table(EntityType type) {
    return tables.computeIfAbsent(type.tableId(), id -> new WorkingTable(type));
  }

  private Collection<EntityType> touchedTypes() {
    Map<TableId, EntityType> types = new LinkedHashMap<>();
    for (Statement statement : statements) {
      EntityType type = statement.type();
      types.put(type.tableId(), type);
      if (statement instanceof Statement.Insert && type instanceof EdgeType edge) {
        catalog.node(edge.source()).ifPresent(n -> types.put(n.tableId(), n));
        catalog.node(edge.target()).ifPresent(n -> types.put(n.tableId(), n));
      }
      if (statement instanceof Statement.Delete && type instanceof NodeType node) {
        catalog.edges().stream()
            .filter(e -> e.source().equals(node.name()) || e.target().equals(node.name()))
            .forEach(e -> types.put(e.tableId(), e));
      }
    }
    return types.values();
  }

  private static void requireSameKey(
      WorkingTable table, WorkingTable.Entity entity, int column, @Nullable Object[] values) {
    String property = table.layout().columns().get(column);
    boolean inKey =
        table.layout().type().key().map(k -> k.members().contains(property)).orElse(false);
    Object before = Objects.requireNonNull(entity.values())[column];
    if (inKey && !Objects.deepEquals(before, values[column])) {
      throw GraphException.of(
              QueryError.KEY_IMMUTABLE,
              "%s \"%s\": %s is part of the key and cannot change"
                  .formatted(table.layout().type().name(), entity.id(), property))
          .with("type", table.layout().type().name())
          .with("id", entity.id())
          .with("field", property)
          .build();
    }
  }

  private void requireBounded() {
    requireBounded(tables.values().stream().mapToLong(WorkingTable::size).sum());
  }

  private static void requireBounded(long entities) {
    if (entities > MAX_ENTITIES) {
      throw GraphException.of(
              GraphError.MUTATION_TOO_LARGE,
              "The mutation touches more than %,d entities".formatted(MAX_ENTITIES))
          .with("limit", MAX_ENTITIES)
          .build();
    }
  }
}

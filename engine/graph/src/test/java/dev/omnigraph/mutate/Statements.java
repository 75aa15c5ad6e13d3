package dev.omnigraph.mutate;

import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.commit.Proposal;
import dev.omnigraph.commit.WriteOptions;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.exec.memory.MemoryBudget;
import dev.omnigraph.exec.memory.QueryTime;
import dev.omnigraph.id.BranchName;
import dev.omnigraph.lang.Span;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.plan.EdgeAccess;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.ValueType;
import dev.omnigraph.query.Variable;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.store.IoStats;
import dev.omnigraph.value.PropertyType;
import dev.omnigraph.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Typed statements without their text. */
final class Statements {
  private static final Span SPAN = new Span("test.gq", 1, 1, 0, 1);
  private static final ValueType.Value STRING =
      new ValueType.Value(PropertyType.Scalar.STRING, false);
  private static final ValueType.Value BOOL = new ValueType.Value(PropertyType.Scalar.BOOL, false);

  private Statements() {}

  /** Those of a query. */
  static Statement[] of(Catalog catalog, String text) {
    TypedQuery query =
        QueryCompiler.query("query test() { " + text + " }", "test.gq", null, catalog);
    return ((TypedQuery.Write) query).statements().toArray(Statement[]::new);
  }

  /** A mutation of them. */
  static Operation<MutationAnswer> operation(
      IdSource ids, BufferAllocator allocator, Statement... statements) {
    WriteOptions options = WriteOptions.on(BranchName.MAIN, "tester");
    MutationRequest request = new MutationRequest("", "test.gq", "test", Map.of(), options);
    TypedQuery.Write query =
        new TypedQuery.Write("test", Optional.empty(), List.of(), List.of(statements));
    return new Compiled(
        new MutationOperation(
            request,
            ids,
            allocator,
            new QueryRunner(
                allocator,
                () -> IoStats.NONE,
                Runnable::run,
                new MemoryBudget(64L << 20, 64L << 20, Duration.ZERO, QueryTime.NONE, () -> {}),
                EdgeAccess.AUTO)),
        new BoundWrite(query, Map.of()));
  }

  private record Compiled(MutationOperation operation, BoundWrite write)
      implements Operation<MutationAnswer> {
    @Override
    public CommitKind kind() {
      return operation.kind();
    }

    @Override
    public Proposal<MutationAnswer> prepare(View view) {
      return prepare(view, Ahead.NEVER);
    }

    @Override
    public Proposal<MutationAnswer> prepare(View view, Ahead ahead) {
      return operation.prepare(view, write, ahead);
    }

    @Override
    public MutationAnswer replayed(ManifestRecord record) {
      return operation.replayed(record);
    }
  }

  /** Names and values in turn. */
  static Statement.Insert insert(EntityType type, @Nullable Object... values) {
    return new Statement.Insert(type, assignments(type, values), null, null, null, SPAN);
  }

  static Statement.Insert insertEdge(
      EntityType type, String from, String to, @Nullable Object... values) {
    return new Statement.Insert(
        type, assignments(type, values), null, literal(from, STRING), literal(to, STRING), SPAN);
  }

  static Statement.Insert insertAs(EntityType type, String id, @Nullable Object... values) {
    return new Statement.Insert(
        type, assignments(type, values), literal(id, STRING), null, null, SPAN);
  }

  static Statement.Update update(Variable variable, Expr where, @Nullable Object... values) {
    return new Statement.Update(
        List.of(variable), assignments(variable.type(), values), where, SPAN);
  }

  static Statement.Delete delete(Variable variable, Expr where) {
    return new Statement.Delete(List.of(variable), where, SPAN);
  }

  static Variable variable(EntityType type) {
    return new Variable(0, "x", Variable.Kind.ENTITY, type, false);
  }

  static Expr compare(Variable variable, String property, Expr.Compare.Op op, Object value) {
    var declared = variable.type().property(property).orElseThrow();
    ValueType type = new ValueType.Value(declared.type(), declared.nullable());
    Expr left = new Expr.Prop(variable, declared, type, SPAN);
    return new Expr.Compare(op, left, literal(value, type), BOOL, SPAN);
  }

  static Expr idIs(Variable variable, String id) {
    Expr left = new Expr.Meta(variable, Expr.Meta.Field.ID, STRING, SPAN);
    return new Expr.Compare(Expr.Compare.Op.EQ, left, literal(id, STRING), BOOL, SPAN);
  }

  private static Expr literal(@Nullable Object value, ValueType type) {
    return new Expr.Literal(value, type, SPAN);
  }

  private static List<Statement.Assignment> assignments(
      EntityType type, @Nullable Object[] values) {
    List<Statement.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      var property = type.property(String.valueOf(values[i])).orElseThrow();
      ValueType valueType = new ValueType.Value(property.type(), property.nullable());
      assignments.add(new Statement.Assignment(property, literal(values[i + 1], valueType)));
    }
    return assignments;
  }
}

package dev.omnigraph.mutate;

import dev.omnigraph.call.MutationAnswer;
import dev.omnigraph.call.MutationRequest;
import dev.omnigraph.commit.Ahead;
import dev.omnigraph.commit.Operation;
import dev.omnigraph.exec.QueryRunner;
import dev.omnigraph.manifest.CommitKind;
import dev.omnigraph.manifest.ManifestRecord;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.row.Affected;
import dev.omnigraph.row.TableDelta;
import dev.omnigraph.rule.PreparedWrite;
import dev.omnigraph.rule.ReadSet;
import dev.omnigraph.rule.Validator;
import dev.omnigraph.rule.Violations;
import dev.omnigraph.rule.Writer;
import dev.omnigraph.schema.IdSource;
import dev.omnigraph.view.View;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A write query as one commit.
 *
 * <p>Statements run in order and see what those before them did. An insert states a whole entity:
 * of a keyed type it replaces the entity of that key if there is one, and properties that it does
 * not give become null; of a keyless type it is always a new entity. Updates and deletes touch
 * every entity their condition matches; a deleted node takes its edges with it. Constraints are
 * checked once, in the end. Entities that end with the values they had are not changes, and without
 * any change there is no commit.
 */
public final class MutationOperation implements Operation<MutationAnswer> {
  private final MutationRequest request;
  private final IdSource ids;
  private final BufferAllocator allocator;
  private final QueryRunner patterns;
  private final Writer writer;

  /**
   * @param ids for new keyless entities
   * @param allocator for the rows until they are staged
   * @param patterns runs the patterns in statements
   */
  public MutationOperation(
      MutationRequest request, IdSource ids, BufferAllocator allocator, QueryRunner patterns) {
    this(request, ids, allocator, patterns, Writer.OWNER);
  }

  /** The same for a caller who may not know, or not write, everything. */
  public MutationOperation(
      MutationRequest request,
      IdSource ids,
      BufferAllocator allocator,
      QueryRunner patterns,
      Writer writer) {
    this.writer = writer;
    this.request = request;
    this.ids = ids;
    this.allocator = allocator;
    this.patterns = patterns;
  }

  @Override
  public CommitKind kind() {
    return CommitKind.MUTATE;
  }

  /**
   * @throws dev.omnigraph.error.GraphException a compile error, a violated constraint, or {@code
   *     mutation_too_large}
   */
  @Override
  public PreparedWrite<MutationAnswer> prepare(View view) {
    return prepare(view, Ahead.NEVER);
  }

  @Override
  public PreparedWrite<MutationAnswer> prepare(View view, Ahead ahead) {
    BoundWrite write = BoundWrite.of(request, writer.known().apply(view));
    write
        .query()
        .statements()
        .forEach(statement -> writer.mayWrite().accept(view, statement.type()));
    return prepare(view, write, ahead);
  }

  PreparedWrite<MutationAnswer> prepare(View view, BoundWrite write, Ahead ahead) {
    StatementRunner runner = new StatementRunner(view, write, ids, patterns);
    EarlyInserts early = new EarlyInserts(runner.expected(), view, allocator, ahead);
    runner.run();
    List<TableDelta> deltas = runner.deltas(allocator);
    try {
      Violations violations = new Violations(null);
      Validator validator = new Validator(view, deltas);
      validator.checkRows(violations);
      ReadSet readSet = validator.checkState(violations);
      violations.throwIfAny();
      return PreparedWrite.of(
          deltas,
          early.of(runner.tables()),
          readSet,
          runner.reads(),
          runner.insertsOnly(),
          commitId -> {
            Affected affected = Affected.by(deltas);
            return new MutationAnswer(
                write.query().name(), affected.nodes(), affected.edges(), commitId, false);
          });
    } catch (RuntimeException e) {
      deltas.forEach(TableDelta::close);
      throw e;
    }
  }

  @Override
  public MutationAnswer replayed(ManifestRecord record) {
    Affected affected = Affected.by(record);
    String name = request.name();
    if (name == null) {
      // Then the source has one query; the first delivery was compiled.
      name = QueryCompiler.parameters(request.source(), request.file()).keySet().iterator().next();
    }
    return new MutationAnswer(name, affected.nodes(), affected.edges(), record.commitId(), true);
  }
}

package dev.omnigraph.query.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Constraint;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Queries that write. */
final class StatementChecker {
  private final Context context;
  private final AssignmentChecker assignments;

  StatementChecker(Context context) {
    this.context = context;
    this.assignments = new AssignmentChecker(context);
  }

  /** Null when something is wrong, which is then reported. */
  @Nullable TypedQuery check(Syntax.Query query, Syntax.Write write) {
    int before = context.diagnostics().size();
    if (write.statements().isEmpty()) {
      context.error(
          QueryError.EMPTY_QUERY,
          query.name().span(),
          "The query `%s` does nothing.".formatted(query.name().text()));
    }
    unmixed(write.statements());
    List<Statement> statements = new ArrayList<>();
    Set<String> written = new TreeSet<>();
    for (Syntax.Statement statement : write.statements()) {
      Statement checked =
          switch (statement) {
            case Syntax.Insert insert -> insert(insert);
            case Syntax.Update update -> update(update);
            case Syntax.Delete delete -> delete(delete);
          };
      if (checked != null) {
        unwritten(checked, statement.span(), written);
        written.addAll(TypesUsed.of(checked, context.catalog()).written());
        statements.add(checked);
      }
    }
    if (context.diagnostics().size() > before) {
      return null;
    }
    return new TypedQuery.Write(
        query.name().text(),
        Optional.ofNullable(query.description()),
        List.copyOf(context.parameters().values()),
        statements);
  }

  private void unmixed(List<Syntax.Statement> statements) {
    boolean deletes = statements.stream().anyMatch(Syntax.Delete.class::isInstance);
    statements.stream()
        .filter(s -> deletes && !(s instanceof Syntax.Delete))
        .findFirst()
        .ifPresent(
            s ->
                context.error(
                    QueryError.MIXED_MUTATION,
                    s.span(),
                    "One query either deletes, or inserts and updates."));
  }

  /** Patterns see what is committed. */
  private void unwritten(Statement statement, Span span, Set<String> written) {
    TypesUsed.inPatterns(statement).stream()
        .filter(written::contains)
        .findFirst()
        .ifPresent(
            type ->
                context.error(
                    QueryError.BLOCK_OF_WRITTEN,
                    span,
                    "A pattern looks at `%s`, which an earlier statement writes.".formatted(type)));
  }

  private @Nullable Statement insert(Syntax.Insert insert) {
    EntityType type = context.entity(insert.type());
    if (type == null) {
      return null;
    }
    List<Statement.Assignment> values = new ArrayList<>();
    Set<String> given = new HashSet<>();
    Expr id = null;
    Expr from = null;
    Expr to = null;
    List<String> ends = type instanceof EdgeType ? List.of("from", "to") : List.of();
    NameResolver names = new RowNames(context, null, false);
    for (Syntax.Assignment assignment : insert.assignments()) {
      String name = assignment.name().text();
      if (!assignments.once(assignment, given)) {
        continue;
      }
      if (name.equals("id") && type.key().isEmpty()) {
        id = assignments.id(assignment, "the id of the entity", names);
      } else if (type instanceof EdgeType && (name.equals("from") || name.equals("to"))) {
        Expr end = assignments.id(assignment, "the id of a node", names);
        from = name.equals("from") ? end : from;
        to = name.equals("to") ? end : to;
      } else if (assignable(type, assignment)) {
        Statement.Assignment value = assignments.assignment(type, assignment, ends, names);
        if (value != null) {
          values.add(value);
        }
      }
    }
    missing(insert, type, given);
    return new Statement.Insert(type, values, id, from, to, insert.span());
  }

  /** Reports names that are columns of every entity and not properties. */
  private boolean assignable(EntityType type, Syntax.Assignment assignment) {
    String name = assignment.name().text();
    boolean edge = type instanceof EdgeType;
    if (name.equals("id")) {
      context.error(
          QueryError.ID_ASSIGNMENT,
          assignment.name().span(),
          "The id of `%s` is not given: it is made of the key.".formatted(type.name()));
      return false;
    }
    if (edge && (name.equals("src") || name.equals("dst"))) {
      context.error(
          LanguageError.UNKNOWN_PROPERTY,
          assignment.name().span(),
          "The ends of an edge are given as `from` and `to`.",
          "Write `%s`.".formatted(name.equals("src") ? "from" : "to"));
      return false;
    }
    return true;
  }

  /** What is only misspelt has been said, and is not missing as well. */
  private void missing(Syntax.Insert insert, EntityType type, Set<String> given) {
    List<String> required = new ArrayList<>();
    if (type instanceof EdgeType) {
      required.addAll(List.of("from", "to"));
    }
    type.properties().stream()
        .filter(p -> !p.nullable() && p.defaultValue() == null)
        .map(Property::name)
        .forEach(required::add);
    List<String> missing = new ArrayList<>(required);
    missing.removeAll(given);
    for (String name : given) {
      if (type instanceof EdgeType && (name.equals("src") || name.equals("dst"))) {
        missing.remove(name.equals("src") ? "from" : "to");
      } else if (!required.contains(name) && type.property(name).isEmpty()) {
        Suggestions.closest(name, missing).ifPresent(missing::remove);
      }
    }
    if (!missing.isEmpty()) {
      context.error(
          QueryError.MISSING_PROPERTY,
          insert.type().span(),
          "An insert of `%s` also has to give %s."
              .formatted(type.name(), Suggestions.quoted(missing)));
    }
  }

  private @Nullable Statement update(Syntax.Update update) {
    EntityType type = context.entity(update.type());
    if (type == null) {
      return null;
    }
    if (type instanceof EdgeType && type.key().isEmpty()) {
      context.error(
          QueryError.EDGE_UPDATE,
          update.type().span(),
          "Edges of `%s` cannot be updated: the type has no key.".formatted(type.name()));
      return null;
    }
    if (update.assignments().isEmpty()) {
      context.error(QueryError.EMPTY_SET, update.span(), "This update sets nothing.");
    }
    MatchChecker match = new MatchChecker(context);
    Scope scope = match.around(type);
    NameResolver names = new RowNames(context, scope, false);
    List<Statement.Assignment> values = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (Syntax.Assignment assignment : update.assignments()) {
      if (assignments.once(assignment, given) && mutable(type, assignment)) {
        Statement.Assignment value = assignments.assignment(type, assignment, List.of(), names);
        if (value != null) {
          values.add(value);
        }
      }
    }
    Expr condition = condition(scope, update.condition());
    return condition == null
        ? null
        : new Statement.Update(match.variables(), values, condition, update.span());
  }

  private boolean mutable(EntityType type, Syntax.Assignment assignment) {
    String name = assignment.name().text();
    Span span = assignment.name().span();
    boolean end = type instanceof EdgeType && Set.of("from", "to", "src", "dst").contains(name);
    boolean key = type.key().map(Constraint.Key::members).orElse(List.of()).contains(name);
    if (name.equals("id") || end || key) {
      context.error(
          QueryError.KEY_IMMUTABLE,
          span,
          "`%s` is part of what identifies the entity, so it cannot change.".formatted(name));
      return false;
    }
    return true;
  }

  private @Nullable Statement delete(Syntax.Delete delete) {
    EntityType type = context.entity(delete.type());
    if (type == null) {
      return null;
    }
    MatchChecker match = new MatchChecker(context);
    Expr condition = condition(match.around(type), delete.condition());
    return condition == null
        ? null
        : new Statement.Delete(match.variables(), condition, delete.span());
  }

  private @Nullable Expr condition(Scope scope, Syntax.Expr condition) {
    return new ExprChecker(context, new RowNames(context, scope, true)).condition(condition);
  }
}

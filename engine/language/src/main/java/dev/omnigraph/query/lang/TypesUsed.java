package dev.omnigraph.query.lang;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.Variable;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.EdgeType;
import dev.omnigraph.schema.EntityType;
import dev.omnigraph.schema.NodeType;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names of the types that a query looks at, and of those that it may change. */
record TypesUsed(SortedSet<String> read, SortedSet<String> written) {

  static TypesUsed of(TypedQuery query, Catalog catalog) {
    TypesUsed used = new TypesUsed(new TreeSet<>(), new TreeSet<>());
    switch (query) {
      case TypedQuery.Read read -> {
        used.variables(read.variables());
        used.edges(read.match());
        read.behindMatch().forEach(used::edges);
      }
      case TypedQuery.Write write -> write.statements().forEach(s -> used.statement(s, catalog));
    }
    return used;
  }

  static TypesUsed of(Statement statement, Catalog catalog) {
    TypesUsed used = new TypesUsed(new TreeSet<>(), new TreeSet<>());
    used.statement(statement, catalog);
    return used;
  }

  /** Those that a statement's patterns look at, its own among them; none without patterns. */
  static SortedSet<String> inPatterns(Statement statement) {
    TypesUsed used = new TypesUsed(new TreeSet<>(), new TreeSet<>());
    if (statement.hasPattern()) {
      used.patterns(statement);
    }
    return used.read;
  }

  private void patterns(Statement statement) {
    switch (statement) {
      case Statement.Insert insert -> {}
      case Statement.Update update -> variables(update.variables());
      case Statement.Delete delete -> variables(delete.variables());
    }
    statement.ofEntity().forEach(this::edges);
  }

  private void variables(List<Variable> variables) {
    variables.stream()
        .filter(Variable::isEntity)
        .forEach(variable -> read.add(variable.type().name()));
  }

  /** Edges without a variable, in blocks too. */
  private void edges(List<Clause> clauses) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Traverse traverse ->
            traverse.edges().forEach(edge -> read.add(edge.type().name()));
        case Clause.Not not -> edges(not.clauses());
        case Clause.Optionally block -> edges(block.clauses());
        case Clause.Bind b -> {}
        case Clause.Where where -> edges(where.condition());
      }
    }
  }

  private void edges(Expr expr) {
    if (expr instanceof Expr.Block block) {
      edges(block.clauses());
      if (block.argument() != null) {
        edges(block.argument());
      }
    }
    expr.parts().forEach(this::edges);
  }

  private void statement(Statement statement, Catalog catalog) {
    patterns(statement);
    switch (statement) {
      case Statement.Insert insert -> {
        written.add(insert.type().name());
        if (insert.type() instanceof EdgeType edge) {
          read.add(edge.source());
          read.add(edge.target());
        }
      }
      case Statement.Update update -> written.add(update.type().name());
      case Statement.Delete delete -> delete(delete.type(), catalog);
    }
  }

  private void delete(EntityType type, Catalog catalog) {
    read.add(type.name());
    written.add(type.name());
    if (type instanceof NodeType) {
      catalog.edges().stream()
          .filter(e -> e.source().equals(type.name()) || e.target().equals(type.name()))
          .map(EdgeType::name)
          .forEach(
              name -> {
                read.add(name);
                written.add(name);
              });
    }
  }
}

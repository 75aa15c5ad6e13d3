package dev.omnigraph.cli;

import dev.omnigraph.query.Clause;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.Statement;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "lint",
    description = "Checks a schema, and queries against it, without any graph.",
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--schema", required = true, paramLabel = "FILE.pg", description = "The schema.")
  private Path schema = Path.of("");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE.gq",
      description = "Queries to check against it.")
  private @Nullable Path queries;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Catalog catalog =
        SchemaCompiler.compile(
            TextFile.read(schema), schema.toString(), Optional.empty(), () -> "unsaved");
    if (queries == null) {
      out.printf(
          "%s: %s, %s%n",
          schema,
          Summary.count(catalog.nodes().size(), "node type"),
          Summary.count(catalog.edges().size(), "edge type"));
      return 0;
    }
    List<TypedQuery> compiled =
        QueryCompiler.compile(TextFile.read(queries), queries.toString(), catalog);
    TextTable table = new TextTable(List.of("query", "parameters", "returns", "uses"));
    compiled.forEach(
        query ->
            table.add(
                List.of(
                    query.name(),
                    parameters(query),
                    returns(query),
                    String.join(", ", uses(query)))));
    table.print(out);
    return 0;
  }

  private static String parameters(TypedQuery query) {
    return query.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
  }

  private static String returns(TypedQuery query) {
    return switch (query) {
      case TypedQuery.Read read ->
          read.columns().stream().map(TypedQuery.Column::name).collect(Collectors.joining(", "));
      case TypedQuery.Write write -> "(writes)";
    };
  }

  private static Set<String> uses(TypedQuery query) {
    Set<String> types = new TreeSet<>();
    switch (query) {
      case TypedQuery.Read read -> {
        read.variables().forEach(v -> types.add(v.type().name()));
        read.match().forEach(clause -> addEdges(clause, types));
      }
      case TypedQuery.Write write -> write.statements().forEach(s -> types.add(type(s)));
    }
    return types;
  }

  private static void addEdges(Clause clause, Set<String> types) {
    switch (clause) {
      case Clause.Traverse traverse -> types.add(traverse.edge().name());
      case Clause.Not not -> not.clauses().forEach(c -> addEdges(c, types));
      case Clause.Optionally maybe -> maybe.clauses().forEach(c -> addEdges(c, types));
      case Clause.Bind bind -> types.add(bind.node().type().name());
      case Clause.Where where -> {}
    }
  }

  private static String type(Statement statement) {
    return switch (statement) {
      case Statement.Insert insert -> insert.type().name();
      case Statement.Update update -> update.variable().type().name();
      case Statement.Delete delete -> delete.variable().type().name();
    };
  }
}

package dev.omnigraph.cli;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.query.lang.Lint;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "lint",
    description = "Checks a schema, and queries against it or against the schema of a graph.",
    footer = {"", "Example:", "  omnigraph lint --schema flights.pg flights.gq"},
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private GraphOption place = new GraphOption();
  @Mixin private BranchOption branch = new BranchOption();

  @Option(
      names = "--schema",
      paramLabel = "FILE.pg",
      description = "The schema. Default: the one of the graph.")
  private @Nullable Path schema;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE.gq",
      description = "Queries to check against it, unless their file is the only word.")
  private @Nullable Path queries;

  @Parameters(arity = "0..1", paramLabel = "FILE.gq", description = "The queries, without -f.")
  private @Nullable Path word;

  @Option(
      names = "--json",
      description = "One JSON object: `queries`, or `diagnostics` when something is wrong.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      lint(out);
      return ExitCodes.DONE;
    } catch (LanguageException e) {
      if (!json) {
        throw e;
      }
      out.println(Lint.json(e));
      return ExitCodes.WRONG;
    }
  }

  private void lint(PrintWriter out) {
    Path file = queries == null ? word : queries;
    Checked checked = checked();
    List<Lint.Report> reports =
        file == null
            ? List.of()
            : Lint.lint(TextFile.read(file), file.toString(), checked.catalog());
    if (json) {
      out.println(Lint.json(reports, checked.hints()));
      return;
    }
    checked.hints().forEach(hint -> out.println("hint: " + hint.render()));
    if (file == null) {
      out.printf(
          "%s: %s, %s%n",
          checked.name(),
          Costs.count(checked.catalog().nodes().size(), "node type"),
          Costs.count(checked.catalog().edges().size(), "edge type"));
    } else {
      out.print(Lint.text(reports));
    }
  }

  /** A schema without mistakes. */
  private record Checked(String name, Catalog catalog, List<Diagnostic> hints) {}

  private Checked checked() {
    if (schema != null) {
      String name = schema.toString();
      String source = TextFile.read(schema);
      Catalog catalog = SchemaCompiler.compile(source, name, Optional.empty(), () -> "unsaved");
      return new Checked(name, catalog, SchemaCompiler.hints(source, name));
    }
    if (!place.isNamed()) {
      throw GraphException.of(CliError.SCHEMA_MISSING, "No schema was named").build();
    }
    try (Reach graph = place.reach()) {
      String source = SchemaShowCommand.in(graph, branch.head()).text("source");
      return new Checked("the graph's schema", Schemas.catalog(source), List.of());
    }
  }
}

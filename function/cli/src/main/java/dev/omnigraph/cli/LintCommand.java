package dev.omnigraph.cli;

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
import picocli.CommandLine.ExitCode;
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

  @Option(
      names = "--json",
      description = "One JSON object: `queries`, or `diagnostics` when something is wrong.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      lint(out);
      return ExitCode.OK;
    } catch (LanguageException e) {
      if (!json) {
        throw e;
      }
      out.println(Lint.json(e));
      return ExitCode.SOFTWARE;
    }
  }

  private void lint(PrintWriter out) {
    String source = TextFile.read(schema);
    Catalog catalog =
        SchemaCompiler.compile(source, schema.toString(), Optional.empty(), () -> "unsaved");
    List<Diagnostic> hints = SchemaCompiler.hints(source, schema.toString());
    List<Lint.Report> reports =
        queries == null
            ? List.of()
            : Lint.lint(TextFile.read(queries), queries.toString(), catalog);
    if (json) {
      out.println(Lint.json(reports, hints));
      return;
    }
    hints.forEach(hint -> out.println("hint: " + hint.render()));
    if (queries == null) {
      out.printf(
          "%s: %s, %s%n",
          schema,
          Summary.count(catalog.nodes().size(), "node type"),
          Summary.count(catalog.edges().size(), "edge type"));
    } else {
      out.print(Lint.text(reports));
    }
  }
}

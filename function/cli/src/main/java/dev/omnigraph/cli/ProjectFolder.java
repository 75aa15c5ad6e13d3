package dev.omnigraph.cli;

import dev.omnigraph.access.AccessError;
import dev.omnigraph.access.Policies;
import dev.omnigraph.error.GraphException;
import dev.omnigraph.id.Sha256;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Span;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import dev.omnigraph.schema.lang.SchemaCompiler;
import dev.omnigraph.stored.StoredQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What defines a graph, as files: {@code graph.pg}, the stored queries below {@code queries/} and
 * the policies below {@code policy/}. A part that is not there says nothing about the graph; a
 * folder that is there names all that the graph is to have of it.
 *
 * @param schema null where there is no {@code graph.pg}
 * @param queries by their paths below {@code queries/}; null where there is no such folder
 * @param policy the same of {@code policy/}
 */
record ProjectFolder(
    Path folder, @Nullable String schema, @Nullable Texts queries, @Nullable Texts policy) {
  static final String SCHEMA = "graph.pg";
  static final String QUERIES = "queries";
  static final String POLICY = "policy";

  /**
   * Reads a folder; what is in its files is looked at by {@link #check}.
   *
   * @throws GraphException {@code file_unreadable}, {@code not_a_project}
   */
  static ProjectFolder read(Path folder) {
    Path schema = folder.resolve(SCHEMA);
    ProjectFolder project =
        new ProjectFolder(
            folder,
            Files.exists(schema) ? TextFile.read(schema) : null,
            texts(folder.resolve(QUERIES), ".gq"),
            texts(folder.resolve(POLICY), ".cedar"));
    if (project.schema == null && project.queries == null && project.policy == null) {
      throw GraphException.of(
              CliError.NOT_A_PROJECT,
              "%s has neither %s nor a folder %s or %s.".formatted(folder, SCHEMA, QUERIES, POLICY))
          .build();
    }
    return project;
  }

  private static @Nullable Texts texts(Path below, String ending) {
    if (!Files.isDirectory(below)) {
      return null;
    }
    SortedMap<String, String> texts = new TreeMap<>();
    for (Path file : files(below, ending)) {
      texts.put(name(below, file), TextFile.read(file));
    }
    return new Texts(texts);
  }

  /** The files of a kind below a folder, in the order of their names, without hidden ones. */
  static List<Path> files(Path below, String ending) {
    try (Stream<Path> tree = Files.walk(below)) {
      return tree.filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(file -> !name(below, file).matches("(.*/)?\\..*"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw TextFile.unreadable(below, e);
    } catch (UncheckedIOException e) {
      throw TextFile.unreadable(below, Objects.requireNonNull(e.getCause()));
    }
  }

  /** With the same separator on every system. */
  static String name(Path below, Path file) {
    return below.relativize(file).toString().replace('\\', '/');
  }

  /** What messages call the schema. */
  String schemaFile() {
    return folder.resolve(SCHEMA).toString();
  }

  Texts queriesOrNone() {
    return queries == null ? Texts.NONE : queries;
  }

  Texts policyOrNone() {
    return policy == null ? Texts.NONE : policy;
  }

  /** Without policies, which only main has. */
  ProjectFolder withoutPolicy() {
    return new ProjectFolder(folder, schema, queries, null);
  }

  /** Every file that counts, with the hash of its text. */
  SortedMap<String, String> hashes() {
    SortedMap<String, String> hashes = new TreeMap<>();
    if (schema != null) {
      hashes.put(SCHEMA, Sha256.hex(schema));
    }
    queriesOrNone().files().forEach((f, text) -> hashes.put(QUERIES + "/" + f, Sha256.hex(text)));
    policyOrNone().files().forEach((f, text) -> hashes.put(POLICY + "/" + f, Sha256.hex(text)));
    return hashes;
  }

  /**
   * Looks for mistakes in all files at once. Stored queries without a schema beside them are held
   * to the language only; the graph holds them to its own.
   *
   * @throws LanguageException with every mistake
   * @throws GraphException what is wrong with files as a whole, such as their names
   */
  void check() {
    List<Diagnostic> mistakes = new ArrayList<>();
    Catalog catalog = catalog(mistakes);
    for (Map.Entry<String, String> file : queriesOrNone().files().entrySet()) {
      String name = folder.resolve(QUERIES).resolve(file.getKey()).toString();
      mistakes.addAll(mistakes(file.getValue(), name, catalog));
    }
    mistakes.addAll(mistakesOfPolicy());
    if (!mistakes.isEmpty()) {
      throw new LanguageException(mistakes);
    }
    if (catalog != null) {
      StoredQueries.requireSound(queriesOrNone(), catalog);
    }
  }

  private @Nullable Catalog catalog(List<Diagnostic> mistakes) {
    if (schema == null) {
      return null;
    }
    try {
      return SchemaCompiler.compile(schema, schemaFile(), Optional.empty(), () -> "unsaved");
    } catch (LanguageException e) {
      mistakes.addAll(e.diagnostics());
      return null;
    }
  }

  private static List<Diagnostic> mistakes(String source, String name, @Nullable Catalog catalog) {
    try {
      if (catalog == null) {
        QueryCompiler.parameters(source, name);
        return List.of();
      }
      return QueryCompiler.each(source, name, catalog).stream()
          .flatMap(query -> query.mistakes().stream())
          .toList();
    } catch (LanguageException e) {
      return e.diagnostics();
    }
  }

  private List<Diagnostic> mistakesOfPolicy() {
    try {
      new Policies(policyOrNone().files()).check();
      return List.of();
    } catch (LanguageException e) {
      return e.diagnostics().stream().map(this::ofPolicy).toList();
    } catch (GraphException e) {
      if (e.is(AccessError.EVALUATOR_UNAVAILABLE)) {
        // The graph's own evaluator looks at them before anything is changed.
        return List.of();
      }
      throw e;
    }
  }

  private Diagnostic ofPolicy(Diagnostic mistake) {
    Span span = mistake.span();
    String file = folder.resolve(POLICY).resolve(span.file()).toString();
    return new Diagnostic(
        mistake.code(),
        new Span(file, span.line(), span.column(), span.start(), span.end()),
        mistake.message(),
        mistake.excerpt(),
        mistake.help());
  }
}

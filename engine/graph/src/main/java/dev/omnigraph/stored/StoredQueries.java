package dev.omnigraph.stored;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.manifest.Texts;
import dev.omnigraph.query.lang.CheckedQuery;
import dev.omnigraph.query.lang.QueryCompiler;
import dev.omnigraph.schema.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stored queries of a state, in the order of their files and there in that of the text. */
public final class StoredQueries {
  /** Of all files together, in bytes of UTF-8. */
  static final int MOST_BYTES = 1 << 20;

  static final int MOST_FILES = 1_000;

  private static final Pattern FILE =
      Pattern.compile("(?=.{1,200}$)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private final List<StoredQuery> all;

  private StoredQueries(List<StoredQuery> all) {
    this.all = List.copyOf(all);
  }

  /** What is in force together: every query fits, since each commit sees to it. */
  public static StoredQueries of(Texts texts, Catalog catalog) {
    List<StoredQuery> all = new ArrayList<>();
    each(texts, catalog, (file, checked) -> add(all, texts, file, checked));
    return new StoredQueries(all);
  }

  private static void add(List<StoredQuery> all, Texts texts, String file, CheckedQuery checked) {
    if (checked.query() != null) {
      String source = String.valueOf(texts.files().get(file));
      all.add(new StoredQuery(checked.name(), file, source, checked.query()));
    }
  }

  public List<StoredQuery> all() {
    return all;
  }

  public Optional<StoredQuery> find(String name) {
    return all.stream().filter(query -> query.name().equals(name)).findFirst();
  }

  /**
   * That files can be stored beside a schema.
   *
   * @throws GraphException {@code stored_file_name}, {@code stored_too_large}, {@code
   *     stored_query_twice}, or every mistake in the texts
   */
  public static void requireSound(Texts texts, Catalog catalog) {
    long bytes = 0;
    for (Map.Entry<String, String> file : texts.files().entrySet()) {
      if (!FILE.matcher(file.getKey()).matches()) {
        throw GraphException.of(
                StoredError.STORED_FILE_NAME,
                "\"%s\" is not a name for a file of stored queries.".formatted(file.getKey()))
            .with("file", file.getKey())
            .build();
      }
      bytes += file.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MOST_BYTES || texts.files().size() > MOST_FILES) {
      throw GraphException.of(
              StoredError.STORED_TOO_LARGE,
              "%,d files of %,d bytes are more than a branch can store."
                  .formatted(texts.files().size(), bytes))
          .with("bytes", bytes)
          .with("limit", MOST_BYTES)
          .build();
    }
    List<Diagnostic> mistakes = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    each(
        texts,
        catalog,
        (file, checked) -> {
          mistakes.addAll(checked.mistakes());
          String earlier = seen.putIfAbsent(checked.name(), file);
          if (earlier != null) {
            throw GraphException.of(
                    StoredError.STORED_QUERY_TWICE,
                    "`%s` is in %s and in %s.".formatted(checked.name(), earlier, file))
                .with("query", checked.name())
                .with("files", List.of(earlier, file))
                .build();
          }
        });
    if (!mistakes.isEmpty()) {
      throw new LanguageException(mistakes);
    }
  }

  /**
   * That queries that are in force fit another schema.
   *
   * @throws GraphException {@code schema_breaks_queries}, naming each and what is wrong with it
   */
  public static void requireFit(Texts texts, Catalog catalog) {
    Map<String, String> broken = new TreeMap<>();
    List<Map<String, @Nullable Object>> diagnostics = new ArrayList<>();
    each(
        texts,
        catalog,
        (file, checked) -> {
          if (!checked.mistakes().isEmpty()) {
            broken.put(checked.name(), checked.mistakes().getFirst().render());
            checked.mistakes().forEach(mistake -> diagnostics.add(mistake.json()));
          }
        });
    if (!broken.isEmpty()) {
      throw GraphException.of(
              StoredError.SCHEMA_BREAKS_QUERIES,
              "The schema does not fit the stored %s:\n\n%s"
                  .formatted(
                      broken.size() == 1
                          ? "query " + broken.keySet().iterator().next()
                          : "queries " + String.join(", ", broken.keySet()),
                      String.join("\n\n", broken.values())))
          .with("queries", List.copyOf(broken.keySet()))
          .with("diagnostics", diagnostics)
          .build();
    }
  }

  private static void each(Texts texts, Catalog catalog, BiConsumer<String, CheckedQuery> queries) {
    texts
        .files()
        .forEach(
            (file, source) ->
                QueryCompiler.each(source, file, catalog)
                    .forEach(query -> queries.accept(file, query)));
  }
}

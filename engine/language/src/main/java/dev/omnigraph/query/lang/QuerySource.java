package dev.omnigraph.query.lang;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.schema.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text of one or more queries, of which a caller names one. */
public final class QuerySource {
  private QuerySource() {}

  /**
   * Compiles the source and chooses one of its queries.
   *
   * @param file display name of the source in messages
   * @param name null when the source has only one query
   * @throws GraphException a mistake in the source, {@code query_not_named}, {@code
   *     query_not_found}
   */
  public static TypedQuery query(
      String source, String file, @Nullable String name, Catalog catalog) {
    List<TypedQuery> queries = QueryCompiler.compile(source, file, catalog);
    List<String> names = queries.stream().map(TypedQuery::name).toList();
    if (name == null) {
      if (queries.size() == 1) {
        return queries.getFirst();
      }
      throw choose("The source has %d queries.".formatted(queries.size()), null, names);
    }
    return queries.stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow(() -> choose("There is no query `%s`.".formatted(name), name, names));
  }

  private static GraphException choose(String message, @Nullable String name, List<String> names) {
    String help = name == null ? null : Suggestions.help(name, names, "queries");
    return GraphException.of(
            name == null ? QueryError.QUERY_NOT_NAMED : QueryError.QUERY_NOT_FOUND, message)
        .next(
            help != null
                ? help
                : names.isEmpty()
                    ? "Write `query name(…) { … }`."
                    : "Name one of " + Suggestions.quoted(names) + ".")
        .with("queries", names)
        .build();
  }
}

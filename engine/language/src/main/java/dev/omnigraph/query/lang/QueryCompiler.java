package dev.omnigraph.query.lang;

import dev.omnigraph.error.GraphException;
import dev.omnigraph.lang.Diagnostic;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.Lexer;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.Parameter;
import dev.omnigraph.query.QueryError;
import dev.omnigraph.query.TypedQuery;
import dev.omnigraph.query.lang.Syntax.Query;
import dev.omnigraph.schema.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles {@code .gq} text to typed queries; a pure function of the text and the schema. */
public final class QueryCompiler {
  private QueryCompiler() {}

  /**
   * All queries of a source, in its order.
   *
   * @param file display name in messages
   * @throws dev.omnigraph.lang.LanguageException with every mistake of the syntax, or, when there
   *     is none, with every mistake of names and types in all queries
   */
  public static List<TypedQuery> compile(String source, String file, Catalog catalog) {
    Source text = new Source(file, source);
    return compile(text, catalog, new Diagnostics(text));
  }

  /**
   * Compiles a source and chooses one of its queries.
   *
   * @param file display name of the source in messages
   * @param name null when the source has only one query
   * @throws GraphException a mistake in the source, {@code query_not_named}, {@code
   *     query_not_found}
   */
  public static TypedQuery query(
      String source, String file, @Nullable String name, Catalog catalog) {
    List<TypedQuery> queries = compile(source, file, catalog);
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

  /**
   * @param diagnostics of the source; empty before
   */
  static List<TypedQuery> compile(Source text, Catalog catalog, Diagnostics diagnostics) {
    List<Query> queries = parse(text, diagnostics);
    duplicateNames(queries, diagnostics);
    List<TypedQuery> typed = new ArrayList<>();
    for (Query query : queries) {
      TypedQuery checked = check(query, catalog, diagnostics);
      if (checked != null) {
        typed.add(checked);
      }
    }
    diagnostics.throwIfAny();
    return typed;
  }

  /**
   * The queries of a source in its order, each with its own mistakes.
   *
   * @param file display name in messages
   * @throws dev.omnigraph.lang.LanguageException with every mistake of the syntax, or names that
   *     occur twice
   */
  public static List<CheckedQuery> each(String source, String file, Catalog catalog) {
    Source text = new Source(file, source);
    Diagnostics ofSource = new Diagnostics(text);
    List<Query> queries = parse(text, ofSource);
    duplicateNames(queries, ofSource);
    ofSource.throwIfAny();
    List<CheckedQuery> checked = new ArrayList<>();
    for (Query query : queries) {
      Diagnostics own = new Diagnostics(text);
      TypedQuery typed = check(query, catalog, own);
      List<Diagnostic> mistakes = own.all();
      checked.add(
          new CheckedQuery(query.name().text(), mistakes.isEmpty() ? typed : null, mistakes));
    }
    return checked;
  }

  /**
   * What the queries of a source say that they take, by their names and in their order: a function
   * of the text alone.
   *
   * @param file display name in messages
   * @throws dev.omnigraph.lang.LanguageException with every mistake of the syntax
   */
  public static Map<String, List<Parameter>> parameters(String source, String file) {
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    Source text = new Source(file, source);
    for (Query query : parse(text, new Diagnostics(text))) {
      List<Parameter> declared =
          query.parameters().stream()
              .map(param -> new Parameter(param.name().text(), param.type(), param.nullable()))
              .toList();
      parameters.putIfAbsent(query.name().text(), declared);
    }
    return parameters;
  }

  /**
   * The text of each query of a source, by their names and in their order, without what stands
   * around it.
   *
   * @param file display name in messages
   * @throws dev.omnigraph.lang.LanguageException with every mistake of the syntax
   */
  public static Map<String, String> texts(String source, String file) {
    Map<String, String> texts = new LinkedHashMap<>();
    Source text = new Source(file, source);
    for (Query query : parse(text, new Diagnostics(text))) {
      texts.putIfAbsent(
          query.name().text(), source.substring(query.span().start(), query.span().end()));
    }
    return texts;
  }

  private static List<Query> parse(Source text, Diagnostics diagnostics) {
    TokenStream tokens = new TokenStream(Lexer.tokens(text, diagnostics), diagnostics);
    List<Query> queries = new QueryParser(tokens, diagnostics).queries();
    diagnostics.throwIfAny();
    return queries;
  }

  private static void duplicateNames(List<Query> queries, Diagnostics diagnostics) {
    Map<String, Query> seen = new HashMap<>();
    for (Query query : queries) {
      Query earlier = seen.putIfAbsent(query.name().text(), query);
      if (earlier != null) {
        diagnostics.error(
            QueryError.DUPLICATE_QUERY,
            query.name().span(),
            "There is already a query `%s`, on line %d."
                .formatted(query.name().text(), earlier.name().span().line()));
      }
    }
  }

  private static @Nullable TypedQuery check(Query query, Catalog catalog, Diagnostics diagnostics) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Syntax.Param param : query.parameters()) {
      String name = param.name().text();
      Parameter parameter = new Parameter(name, param.type(), param.nullable());
      if (name.equals("_") || name.isEmpty()) {
        diagnostics.error(
            QueryError.ANONYMOUS_PARAMETER,
            param.name().span(),
            "`$%s` cannot be a parameter name.".formatted(name));
      } else if (parameters.putIfAbsent(name, parameter) != null) {
        diagnostics.error(
            QueryError.DUPLICATE_PARAMETER,
            param.name().span(),
            "The parameter `$%s` is declared twice.".formatted(name));
      }
    }
    boolean reads = query.body() instanceof Syntax.Read;
    Context context = new Context(catalog, parameters, diagnostics, reads);
    return switch (query.body()) {
      case Syntax.Read read -> new ReadChecker(context).check(query, read);
      case Syntax.Write write -> new StatementChecker(context).check(query, write);
    };
  }
}

package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Suggestions;
import dev.omnigraph.query.Expr;
import dev.omnigraph.query.QueryError;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names behind the match: aliases of columns, and what is written as a column is. Where rows are
 * grouped or made distinct there is nothing else, but for aggregates of groups.
 */
final class ReturnedNames implements NameResolver {
  private final Context context;
  private final Scope rows;
  private final Kind kind;
  private final List<Syntax.Column> written;
  private final Map<String, Expr> values = new HashMap<>();

  /** What becomes of the rows of the match. */
  enum Kind {
    PLAIN,
    DISTINCT,
    GROUPED
  }

  ReturnedNames(Context context, Scope rows, Kind kind, List<Syntax.Column> written) {
    this.context = context;
    this.rows = rows;
    this.kind = kind;
    this.written = written;
  }

  /** A column that may be spoken of from here on; an alias goes before what is spelt like it. */
  void add(Syntax.Column column, Expr value) {
    if (column.alias() != null) {
      values.put(column.alias().text(), value);
    }
    if (!(column.value() instanceof Syntax.Bare)) {
      values.putIfAbsent(SyntaxText.source(column.value()), value);
    }
  }

  @Override
  public @Nullable Expr returned(Syntax.Expr expr) {
    return values.get(SyntaxText.source(expr));
  }

  @Override
  public @Nullable NameResolver aggregated() {
    return kind == Kind.GROUPED ? rows : null;
  }

  @Override
  public boolean ranksRows() {
    return kind == Kind.PLAIN;
  }

  @Override
  public @Nullable Expr variable(Syntax.Var variable) {
    return row(rows.variable(variable));
  }

  @Override
  public @Nullable Expr member(Syntax.Member member) {
    return row(rows.member(member));
  }

  @Override
  public @Nullable Expr block(Syntax.Block block) {
    return row(rows.block(block));
  }

  private @Nullable Expr row(@Nullable Expr value) {
    if (value == null || kind == Kind.PLAIN) {
      return value;
    }
    context.error(
        QueryError.ORDER_NOT_RETURNED,
        value.span(),
        kind == Kind.GROUPED
            ? "With an aggregate there is one row for each group, and this is not part of it."
            : "With `distinct` the order can only use what is returned.");
    return null;
  }

  @Override
  public @Nullable Expr bare(Syntax.Bare bare) {
    List<String> aliases =
        written.stream()
            .map(Syntax.Column::alias)
            .filter(Objects::nonNull)
            .map(Syntax.Name::text)
            .toList();
    context.error(
        QueryError.UNKNOWN_COLUMN,
        bare.span(),
        "No column has the alias `%s`.".formatted(bare.name()),
        written.stream()
            .map(Syntax.Column::value)
            .filter(v -> v instanceof Syntax.Member m && m.member().text().equals(bare.name()))
            .findFirst()
            .map(v -> "Write `%s`.".formatted(SyntaxText.source(v)))
            .orElseGet(() -> direction(bare.name(), aliases)));
    return null;
  }

  /** What is no alias may be a direction, as other languages write it. */
  private static @Nullable String direction(String name, List<String> aliases) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (Suggestions.closest(name, aliases).isPresent()) {
      return Suggestions.help(name, aliases, "aliases");
    }
    for (String word : List.of("desc", "asc")) {
      if (lower.startsWith(word) || Suggestions.closest(name, List.of(word)).isPresent()) {
        return "Write `%s` after what is ordered by.".formatted(word);
      }
    }
    return Suggestions.help(name, aliases, "aliases");
  }
}

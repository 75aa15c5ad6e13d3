package dev.omnigraph.query.lang;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What other query languages write, and what to write instead: one row for each, by the place where
 * it stands. {@link ForeignSyntax} finds the places; a hint is added here and nowhere else.
 */
final class ForeignWords {
  /** Where a word stands in a query. */
  enum Place {
    /** Where a part of a match stands. */
    PART,
    /** Behind a value in a condition. */
    OPERATOR,
    /** Behind the name of an edge in a traversal. */
    EDGE,
    /** Behind the match of a query that reads, or behind what it returns. */
    CLAUSE,
    /** Where a statement that writes stands. */
    STATEMENT,
    /** In place of a function's name. */
    FUNCTION
  }

  /**
   * @param help a sentence; {@code %1$s} and {@code %2$s} are what stands before and behind the
   *     word
   */
  private record Row(Place place, List<String> words, String help) {}

  private static final String UNBOUNDED =
      "A traversal is always bounded: write the bounds, as in `%1$s{1,5}`.";
  private static final String PATTERNS =
      "Patterns hold together as they stand: leave `and` out between them.";
  private static final String CONDITIONS_ONLY =
      "`or` joins conditions, not traversals: write a query for each of the two.";
  private static final String NO_REGEX =
      "There are no regular expressions: filter with `contains` or `starts_with`.";
  private static final String NO_UNION = "Write a query for each, and put their answers together.";
  private static final String WRITE_INSERT =
      "Write `insert`: where the type has a key, it replaces the entity with the same key.";

  private static final List<Row> ROWS =
      List.of(
          row(Place.PART, "or", CONDITIONS_ONLY),
          row(Place.PART, "and", PATTERNS),
          row(
              Place.PART,
              "not",
              "`not` before a traversal takes braces, as in `not { $p knows $f }`."),
          row(Place.PART, "where filter", "Filters stand here without `%1$s`."),
          row(Place.PART, "any some", "Write `exists { … }`."),
          row(Place.PART, "union", NO_UNION),
          row(
              Place.PART,
              "having",
              "Groups are filtered behind what is returned: close the `match`."),
          row(Place.PART, "match", "One `match` has all patterns, one after the other."),
          row(
              Place.PART,
              "|",
              "Several edge types stand between two variables, as in `$p (knows|likes) $f`."),
          row(Place.OPERATOR, "is null", "Write `%1$s is null`, in small letters."),
          row(Place.OPERATOR, "is not null", "Write `%1$s is not null`, in small letters."),
          row(Place.OPERATOR, "is", "Equality is written `=`."),
          row(Place.OPERATOR, "in", "Write `in`, in small letters."),
          row(Place.OPERATOR, "between", "Write `%1$s >= … and %1$s <= …`."),
          row(
              Place.OPERATOR,
              "not",
              "`not` stands before the whole condition, as in `not %1$s in …`."),
          row(Place.OPERATOR, "like ilike", "Write `contains` or `starts_with`."),
          row(Place.OPERATOR, "startswith starts begins", "Write `starts_with`."),
          row(
              Place.OPERATOR,
              "ends_with endswith ends",
              "Text is found by `contains` and `starts_with`; there is no operator for its end."),
          row(Place.OPERATOR, "includes has", "Write `contains`."),
          row(Place.OPERATOR, "matches regexp rlike similar", NO_REGEX),
          row(Place.OPERATOR, "=~ ~", NO_REGEX),
          row(Place.OPERATOR, "<>", "Unequal is written `!=`."),
          row(Place.OPERATOR, "==", "Equality is written `=`."),
          row(Place.OPERATOR, "| ||", "Write `or`."),
          row(Place.EDGE, "|", "Several stand in parentheses, as in `(%1$s|%2$s)`."),
          row(Place.EDGE, "* +", UNBOUNDED),
          row(
              Place.EDGE,
              "{",
              "Bind the edge and filter on it, as in `$e:%1$s` and then `$e.%2$s = …`."),
          row(Place.CLAUSE, "skip offset", "Write `limit … offset …`, in this order."),
          row(
              Place.CLAUSE,
              "group",
              "Rows are grouped by the columns that are not aggregates: leave `group` out."),
          row(Place.CLAUSE, "union intersect except", NO_UNION),
          row(Place.CLAUSE, "sort orderby", "Write `order { … }`."),
          row(Place.CLAUSE, "where filter", "Filters stand in the `match`."),
          row(
              Place.CLAUSE,
              "match optional",
              "One `match` has all patterns, also `optional { … }`."),
          row(
              Place.CLAUSE,
              "with let unwind call",
              "A query has one `match` and one `return`: leave out what stands between them."),
          row(
              Place.CLAUSE,
              "insert update delete",
              "A query reads or writes: statements that write have a `where`, and no `match`."),
          row(Place.CLAUSE, "limit -", "A limit is zero or more; without one, all rows are given."),
          row(Place.CLAUSE, "limit {", "Write the number without braces, as in `limit 5`."),
          row(
              Place.STATEMENT,
              "return",
              "A write returns nothing: ask in a query of its own, with a `match`."),
          row(
              Place.STATEMENT,
              "match where",
              "A query reads or writes: a write finds its entities with `where`, without `match`."),
          row(Place.STATEMENT, "create add put merge upsert replace", WRITE_INSERT),
          row(Place.STATEMENT, "set", "Write `update Type set { … } where …`."),
          row(Place.STATEMENT, "remove detach drop truncate", "Write `delete Type where …`."),
          row(
              Place.STATEMENT,
              "select find get",
              "A query that reads is written `match { … } return { … }`."),
          row(Place.FUNCTION, "tolower lcase", "Write `lower(…)`."),
          row(Place.FUNCTION, "toupper ucase", "Write `upper(…)`."),
          row(Place.FUNCTION, "ltrim rtrim btrim", "Write `trim(…)`, for both ends."),
          row(Place.FUNCTION, "len char_length cardinality", "Write `size(…)`."),
          row(Place.FUNCTION, "ifnull nvl isnull", "Write `coalesce(…, …)`."),
          row(Place.FUNCTION, "if iif case", "Write a query for each of the cases."),
          row(
              Place.FUNCTION,
              "substring substr left right replace split concat",
              "Texts are joined by `+`, and no function cuts them."),
          row(Place.FUNCTION, "array_agg group_concat string_agg list", "Write `collect(…)`."),
          row(Place.FUNCTION, "count_distinct", "Write `count(distinct …)`."),
          row(
              Place.FUNCTION,
              "hour minute second extract date_trunc",
              "Write `year`, `month` or `day`, or compare with the ends of the span, as in"
                  + " `$p.on >= date(\"2024-01-01\")`."),
          row(Place.FUNCTION, "mod", "Write `%%` between two numbers."),
          row(Place.FUNCTION, "ceiling", "Write `ceil(…)`."),
          row(Place.FUNCTION, "sqrt power pow exp log", "Numbers are computed with `+ - * / %%`."),
          row(Place.FUNCTION, "interval", "Write `duration(\"P7D\")`."),
          row(Place.FUNCTION, "current_date today", "Write `date(now())`."),
          row(
              Place.FUNCTION,
              "timestamp localdatetime current_timestamp",
              "Write `now()` or `datetime(…)`."),
          row(
              Place.FUNCTION,
              "exists any some",
              "A pattern stands in braces, as in `exists { $p knows $f }`; a property is asked with"
                  + " `is not null`."),
          row(Place.FUNCTION, "all none", "Write `not { … }` around what must not be there."),
          row(Place.FUNCTION, "elementid", "The id is written `$p.id`."),
          row(Place.FUNCTION, "label labels", "Write `type(…)`."),
          row(
              Place.FUNCTION,
              "shortestpath path",
              "A path is the variable of a traversal with bounds, as in `$a $p:knows{1,6} $b`."),
          row(Place.FUNCTION, "relationships", "Write `edges(…)`."),
          row(Place.FUNCTION, "tostring str text", "Write `string(…)`."),
          row(Place.FUNCTION, "tointeger toint integer", "Write `int(…)`."),
          row(Place.FUNCTION, "tofloat double number", "Write `float(…)`."),
          row(Place.FUNCTION, "cast convert", "Write `string(…)`, `int(…)` or `float(…)`."),
          row(
              Place.FUNCTION,
              "startswith endswith regexp_matches",
              "Write an operator between two values: `contains` or `starts_with`."),
          row(
              Place.FUNCTION,
              "cosine similarity distance knn",
              "The distance to a vector is `nearest($p.embedding, $v)`."),
          row(
              Place.FUNCTION,
              "fulltext match phrase",
              "Words are found by `search($p.bio, $q)`, a phrase by `match_text($p.bio, $q)`."),
          row(
              Place.FUNCTION,
              "score rank relevance",
              "What words are worth in a text is `bm25($p.bio, $q)`."),
          row(
              Place.FUNCTION,
              "highlight excerpt",
              "The part of a text that fits is `snippet($p.bio, $q)`."));

  private static final Map<Place, Map<String, String>> HELP =
      ROWS.stream()
          .collect(
              Collectors.groupingBy(
                  Row::place,
                  Collectors.flatMapping(
                      row -> row.words().stream().map(word -> Map.entry(word, row.help())),
                      Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue))));

  private ForeignWords() {}

  /**
   * What to write instead of the word; null when nothing is known of it there.
   *
   * @param word in any case
   * @param around what stands before and behind it, as written; none of it may be left out where
   *     the sentence speaks of it
   */
  static @Nullable String help(Place place, String word, String... around) {
    String help = HELP.getOrDefault(place, Map.of()).get(word.toLowerCase(Locale.ROOT));
    return help == null ? null : help.formatted((Object[]) padded(around));
  }

  /** The words that have a row at the place. */
  static Set<String> words(Place place) {
    return HELP.getOrDefault(place, Map.of()).keySet();
  }

  private static String[] padded(String[] around) {
    String[] padded = Arrays.copyOf(around, 2);
    for (int i = around.length; i < padded.length; i++) {
      padded[i] = "…";
    }
    return padded;
  }

  /**
   * Two or three words behind one row, as in {@code "skip offset"}; a phrase counts as one word.
   */
  private static Row row(Place place, String words, String help) {
    boolean phrase = words.startsWith("is ") || words.startsWith("limit ");
    return new Row(place, phrase ? List.of(words) : List.of(words.split(" ")), help);
  }
}

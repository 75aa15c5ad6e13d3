package dev.omnigraph.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.omnigraph.Graph;
import dev.omnigraph.call.QueryRequest;
import dev.omnigraph.commit.ReadAt;
import dev.omnigraph.merge.MergeWorld;
import dev.omnigraph.schema.TextAnalysis;
import dev.omnigraph.schema.TextAnalysis.Analyzer;
import dev.omnigraph.search.text.PlainTexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What searches of a branch answer, and what plain Java makes of an export of it. */
final class PlainSearches {
  private static final double EXACT = 1e-9;

  private final Graph graph;
  private final ReadAt at;
  private final SearchForm form;
  private final String as;
  private final List<Doc> docs = new ArrayList<>();
  private final List<Cites> cites = new ArrayList<>();

  /** A document; vectors are of two numbers. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Doc(
      String slug, String kind, String title, @Nullable String body, float @Nullable [] at) {}

  private record Cites(String from, String to, @Nullable String note) {}

  /** What a document is to a question; null where it has no text or no distance. */
  private record Worth(Doc doc, @Nullable Double score, double both, @Nullable Double distance) {}

  /**
   * @param as told when something is wrong
   */
  PlainSearches(MergeWorld world, String branch, String as) {
    this.graph = world.graph;
    this.at = MergeWorld.head(branch);
    this.form = SearchForm.of(world, branch);
    this.as = branch + " " + as;
    world
        .state(branch)
        .forEach(
            (id, entity) -> {
              if (id.startsWith("Doc ")) {
                docs.add(
                    new Doc(
                        text(entity, "slug"),
                        text(entity, "kind"),
                        text(entity, "title"),
                        (String) entity.get(form.body()),
                        (float[]) entity.get("at")));
              } else {
                cites.add(
                    new Cites(
                        text(entity, "src"), text(entity, "dst"), (String) entity.get("note")));
              }
            });
  }

  private static String text(Map<String, ? extends @Nullable Object> entity, String column) {
    return String.valueOf(entity.get(column));
  }

  /** Compares all answers about these words and this vector. */
  void check(String words, float[] to) {
    List<Worth> worths = worths(words, to);
    conditions(words);
    values(words, to, worths);
    rankings(words, to, worths);
    patterns(words);
  }

  private List<Worth> worths(String words, float[] to) {
    SortedMap<Long, Double> bodies = bodies().scores(words);
    SortedMap<Long, Double> titles =
        texts(TextAnalysis.of(Analyzer.SIMPLE, true, true), docs.stream().map(Doc::title).toList())
            .scores(words);
    List<Worth> worths = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      Doc doc = docs.get(i);
      Double score = doc.body() == null ? null : bodies.getOrDefault((long) i, 0.0);
      worths.add(
          new Worth(
              doc,
              score,
              titles.getOrDefault((long) i, 0.0) + (score == null ? 0 : score),
              doc.at() == null ? null : distance(doc.at(), to)));
    }
    return worths;
  }

  private PlainTexts bodies() {
    List<@Nullable String> texts = new ArrayList<>();
    docs.forEach(doc -> texts.add(doc.body()));
    return texts(form.analysis(), texts);
  }

  /** By their numbers. */
  private static PlainTexts texts(TextAnalysis analysis, List<? extends @Nullable String> texts) {
    Map<Long, String> there = new TreeMap<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text != null) {
        there.put((long) i, text);
      }
    }
    return new PlainTexts(analysis, there);
  }

  private @Nullable Double distance(float[] one, float[] other) {
    double dot = (double) one[0] * other[0] + (double) one[1] * other[1];
    return switch (form.metric()) {
      case DOT -> -dot;
      case L2 -> Math.hypot(one[0] - (double) other[0], one[1] - (double) other[1]);
      case COSINE -> {
        double lengths = Math.hypot(one[0], one[1]) * Math.hypot(other[0], other[1]);
        yield lengths == 0 ? null : Double.valueOf(1 - dot / lengths);
      }
    };
  }

  private void conditions(String words) {
    PlainTexts bodies = bodies();
    assertThat(slugs("search($d.%s, $q)", words)).as(as).isEqualTo(slugs(bodies.any(words)));
    assertThat(slugs("match_text($d.%s, $q)", words)).as(as).isEqualTo(slugs(bodies.phrase(words)));
    assertThat(slugs("fuzzy($d.%s, $q, 1)", words)).as(as).isEqualTo(slugs(bodies.fuzzy(words, 1)));
    assertThat(slugs("fuzzy($d.%s, $q)", words)).as(as).isEqualTo(slugs(bodies.fuzzy(words, null)));
  }

  private List<String> slugs(String condition, String words) {
    return ask("match { $d: Doc " + condition + " } return { $d.slug }", words).stream()
        .map(row -> String.valueOf(row.getFirst()))
        .sorted()
        .toList();
  }

  private List<String> slugs(Collection<Long> numbers) {
    return numbers.stream().map(i -> docs.get(i.intValue()).slug()).sorted().toList();
  }

  /** Of every document, and ranks by them. */
  private void values(String words, float[] to, List<Worth> worths) {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    ask(
            "match { $d: Doc } return { $d.slug, search($d.%s, $q) as f, bm25($d.%s, $q) as s, "
                + "bm25([$d.title, $d.%s], $q) as b, "
                + near(to)
                + " as n, "
                + fusion(to)
                + " as r }",
            words)
        .forEach(row -> rows.put(String.valueOf(row.getFirst()), row));
    assertThat(rows.keySet()).as(as).isEqualTo(new TreeMap<>(bySlug(worths)).keySet());
    List<String> found = slugs(bodies().any(words));
    for (Worth worth : worths) {
      List<@Nullable Object> row = row(rows, worth.doc().slug());
      Object has = worth.doc().body() == null ? null : found.contains(worth.doc().slug());
      assertThat(row.get(1)).as("%s %s", as, worth).isEqualTo(has);
      same(row.get(2), worth.score(), worth);
      same(row.get(3), worth.both(), worth);
      same(row.get(4), worth.distance(), worth);
      double fused =
          fused(rows.values().stream().map(r -> value(r, 4)).toList(), value(row, 4), false)
              + fused(rows.values().stream().map(r -> value(r, 2)).toList(), value(row, 2), true);
      same(row.get(5), fused, worth);
    }
  }

  private static Map<String, Worth> bySlug(List<Worth> worths) {
    Map<String, Worth> bySlug = new TreeMap<>();
    worths.forEach(worth -> bySlug.put(worth.doc().slug(), worth));
    return bySlug;
  }

  private static List<@Nullable Object> row(Map<String, List<@Nullable Object>> rows, String slug) {
    return Objects.requireNonNull(rows.get(slug));
  }

  private static @Nullable Double value(List<@Nullable Object> row, int column) {
    return (Double) row.get(column);
  }

  private void same(@Nullable Object shown, @Nullable Double expected, Object of) {
    if (expected == null || shown == null) {
      assertThat(shown).as("%s %s", as, of).isEqualTo(expected);
    } else {
      assertThat((Double) shown).as("%s %s", as, of).isCloseTo(expected, within(EXACT));
    }
  }

  /**
   * What a ranking gives to a value of it.
   *
   * @param more whether more is better, and nothing is worth no rank
   */
  private static double fused(
      List<? extends @Nullable Double> all, @Nullable Double value, boolean more) {
    if (value == null || (more && value <= 0)) {
      return 0;
    }
    double better = value;
    long before =
        all.stream()
            .filter(other -> other != null && (more ? other > better : other < better))
            .count();
    return 1 / (60.0 + before + 1);
  }

  private void rankings(String words, float[] to, List<Worth> worths) {
    best("$d: Doc", worths, words);
    nearest("$d: Doc", worth -> true, worths, to, 3);
    nearest("$d: Doc { kind: \"a\" }", worth -> worth.doc().kind().equals("a"), worths, to, 2);
    nearest("$d: Doc", worth -> true, worths, to, 1_000);
    fused(words, to);
  }

  private void best(String match, List<Worth> worths, String words) {
    Map<String, Worth> bySlug = bySlug(worths);
    List<List<@Nullable Object>> rows =
        ask(
            "match { "
                + match
                + " } return { $d.slug, bm25($d.%s, $q) as s } order { s desc } limit 4",
            words);
    List<@Nullable Double> expected = new ArrayList<>();
    worths.stream()
        .map(Worth::score)
        .sorted(Comparator.nullsLast(Comparator.<Double>reverseOrder()))
        .limit(4)
        .forEach(expected::add);
    assertThat(rows).as(as).hasSize(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      same(rows.get(i).get(1), expected.get(i), rows);
      same(rows.get(i).get(1), Objects.requireNonNull(bySlug.get(slug(rows.get(i)))).score(), rows);
    }
  }

  /** An index may miss a few, but not where nearly all are asked for. */
  private void nearest(
      String match, Predicate<Worth> kept, List<Worth> worths, float[] to, int limit) {
    Map<String, Worth> bySlug = bySlug(worths);
    List<List<@Nullable Object>> rows =
        ask(
            "match { "
                + match
                + " } return { $d.slug, "
                + near(to)
                + " as n } order { n } limit "
                + limit,
            "");
    List<@Nullable Double> expected = new ArrayList<>();
    worths.stream()
        .filter(kept)
        .map(Worth::distance)
        .sorted(Comparator.nullsLast(Comparator.<Double>naturalOrder()))
        .limit(limit)
        .forEach(expected::add);
    assertThat(rows).as(as).hasSize(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      Worth worth = Objects.requireNonNull(bySlug.get(slug(rows.get(i))));
      assertThat(kept.test(worth)).as(as).isTrue();
      same(rows.get(i).get(1), worth.distance(), rows);
      same(rows.get(i).get(1), expected.get(i), rows);
    }
  }

  /** As many of all: only a part of them may come from an index. */
  private void fused(String words, float[] to) {
    String query = "match { $d: Doc } return { $d.slug, " + fusion(to) + " as r } order { r desc }";
    List<List<@Nullable Object>> all = ask(query + " limit 1000", words);
    List<List<@Nullable Object>> rows = ask(query + " limit 5", words);

    assertThat(rows).as(as).hasSize(Math.min(5, all.size()));
    for (int i = 0; i < rows.size(); i++) {
      same(rows.get(i).get(1), value(all.get(i), 1), rows);
    }
  }

  private void patterns(String words) {
    List<String> found = slugs(bodies().any(words));
    assertThat(
            pairs(
                "match { $d: Doc search($d.%s, $q) $d cites $e } return { $d.slug, $e.slug as e }",
                words))
        .as(as)
        .isEqualTo(pairs(cites.stream().filter(c -> found.contains(c.from()))));

    List<@Nullable String> notes = new ArrayList<>();
    cites.forEach(c -> notes.add(c.note()));
    List<Long> noted = texts(TextAnalysis.DEFAULT, notes).any(words);
    assertThat(
            pairs(
                "match { $d: Doc $d $c:cites $e search($c.note, $q) } return { $d.slug, $e.slug as e }",
                words))
        .as(as)
        .isEqualTo(pairs(noted.stream().map(i -> cites.get(i.intValue()))));
  }

  private static List<String> pairs(Stream<Cites> of) {
    return of.map(c -> c.from() + " " + c.to()).sorted().toList();
  }

  private List<String> pairs(String query, String words) {
    return ask(query, words).stream().map(row -> row.get(0) + " " + row.get(1)).sorted().toList();
  }

  private static String slug(List<@Nullable Object> row) {
    return String.valueOf(row.getFirst());
  }

  private static String near(float[] to) {
    return "nearest($d.at, [" + to[0] + ", " + to[1] + "])";
  }

  private static String fusion(float[] to) {
    return "rrf(" + near(to) + ", bm25($d.%s, $q))";
  }

  private List<List<@Nullable Object>> ask(String query, String words) {
    boolean asks = query.contains("$q");
    return graph
        .query(
            new QueryRequest(
                "query q(%s) { %s }"
                    .formatted(asks ? "$q: String" : "", query.replace("%s", form.body())),
                "q.gq",
                "q",
                asks ? Map.of("q", words) : Map.of(),
                at))
        .rows();
  }
}

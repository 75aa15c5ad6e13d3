package dev.omnigraph.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.omnigraph.plan.EdgeAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries that search, on random documents, against what plain Java makes of the same rows. Texts
 * are of few plain words, so that terms are the words. {@code -Dsearch.graphs=500 -Dsearch.seed=7}
 * tries more of them.
 */
@NullUnmarked
class SearchQueriesTest {
  private static final String SCHEMA =
      """
      node Person { name: String @key }
      node Doc {
        slug: String @key
        kind: enum(a, b)
        title: String @index(analyzer = "simple")
        body: String? @index(analyzer = "simple")
        vector: Vector(2)?
        other: Vector(2)? @index(metric = "l2")
      }
      edge Wrote: Person -> Doc { note: String? @index(analyzer = "simple") }
      edge Cites: Doc -> Doc
      """;
  private static final List<String> WORDS =
      List.of("zebra", "zebras", "apple", "grape", "lemon", "melon", "fig");

  static LongStream seeds() {
    long first = Long.getLong("search.seed", 1);
    return LongStream.range(first, first + Integer.getInteger("search.graphs", 40));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyQueryThatSearchesAnswersAsPlainJavaDoes(long seed) {
    World world = new World(new Random(seed));
    for (Case tried : world.cases()) {
      List<List<Object>> rows =
          world.queries.run(world.queries.read(tried.query), Map.of("q", world.words)).rows();
      assertThat(rounded(rows))
          .as("%s with %s", tried.query, world.words)
          .isEqualTo(rounded(tried.rows));
    }
  }

  /** A query and its answer. */
  private record Case(String query, List<List<Object>> rows) {}

  private record Doc(
      String slug, String kind, String title, String body, float[] vector, float[] other) {}

  private record Wrote(String id, String person, Doc doc, String note) {}

  private record Cites(Doc from, Doc to) {}

  private static List<List<Object>> rounded(List<List<Object>> rows) {
    return rows.stream()
        .map(
            row ->
                row.stream()
                    .map(v -> v instanceof Double d ? (Object) "%.9f".formatted(d) : v)
                    .toList())
        .collect(Collectors.toList());
  }

  private static final class World {
    final Random random;
    final List<Doc> docs = new ArrayList<>();
    final List<Wrote> wrote = new ArrayList<>();
    final List<Cites> cites = new ArrayList<>();
    final MemoryQueries queries;
    final String words;
    final float[] to = new float[2];

    World(Random random) {
      this.random = random;
      MemoryGraph graph = new MemoryGraph(MemoryQueries.schema(SCHEMA));
      // Of more than a hundred rows the best are looked at first.
      int count = random.nextInt(4) == 0 ? 120 + random.nextInt(100) : random.nextInt(60);
      for (int i = 0; i < count; i++) {
        Doc doc =
            new Doc(
                "d%02d".formatted(i),
                random.nextBoolean() ? "a" : "b",
                text(3),
                random.nextInt(5) == 0 ? null : text(8),
                vector(),
                vector());
        docs.add(doc);
        graph.node("Doc", doc.slug, doc.slug, doc.kind, doc.title, doc.body, doc.vector, doc.other);
      }
      for (String person : List.of("ann", "bob", "cid")) {
        graph.node("Person", person, person);
        for (int i = 0; !docs.isEmpty() && i < random.nextInt(9); i++) {
          Wrote edge =
              new Wrote(
                  "w" + person + i,
                  person,
                  docs.get(random.nextInt(docs.size())),
                  random.nextBoolean() ? null : text(4));
          wrote.add(edge);
          graph.edge("Wrote", edge.id, person, edge.doc.slug, edge.note);
        }
      }
      Map<String, Cites> distinct = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        Doc from = docs.get(random.nextInt(count));
        Doc other = docs.get(random.nextInt(count));
        distinct.put(from.slug + other.slug, new Cites(from, other));
        graph.edge("Cites", "c" + i, from.slug, other.slug);
      }
      cites.addAll(distinct.values());
      // Sums that are equal may differ in the last bit, and so may ranks.
      this.words = random.nextInt(9) == 0 ? "nowhere" : count > 100 ? "apple" : text(2) + " apple";
      to[0] = random.nextInt(5) - 2.5f;
      to[1] = random.nextInt(5) - 1.5f;
      this.queries =
          new MemoryQueries(graph)
              .with(
                  MemoryQueries.budget(16L << 20),
                  EdgeAccess.values()[random.nextInt(EdgeAccess.values().length)]);
    }

    private String text(int most) {
      return random
          .ints(random.nextInt(most + 1), 0, WORDS.size())
          .mapToObj(WORDS::get)
          .collect(Collectors.joining(" "));
    }

    private float[] vector() {
      return random.nextInt(4) == 0
          ? null
          : new float[] {random.nextInt(5) - 2, random.nextInt(5) - 2};
    }

    List<Case> cases() {
      String near = "nearest($d.vector, [%s, %s])".formatted(to[0], to[1]);
      String far = "nearest($d.other, [%s, %s])".formatted(to[0], to[1]);
      Function<Doc, Double> body = bm25(docs.stream().map(Doc::body).toList(), Doc::body);
      Function<Doc, Double> title = bm25(docs.stream().map(Doc::title).toList(), Doc::title);
      Function<Doc, Double> cosine = doc -> doc.vector == null ? null : cosine(doc.vector, to);
      Function<Doc, Double> l2 = doc -> doc.other == null ? null : l2(doc.other, to);
      Predicate<Doc> has = doc -> doc.body != null && has(doc.body, words);
      List<Case> cases = new ArrayList<>();
      for (int limit : List.of(1, 3, 10, 100)) {
        for (String kind : Arrays.asList(null, "a")) {
          String match = kind == null ? "$d: Doc" : "$d: Doc { kind: \"a\" }";
          List<Doc> kept =
              docs.stream().filter(doc -> kind == null || doc.kind.equals(kind)).toList();
          cases.add(
              new Case(
                  "query q($q: String) { match { %s } return { $d.slug, bm25($d.body, $q) as s } order { s desc } limit %d }"
                      .formatted(match, limit),
                  first(kept, limit, by(body, true), doc -> row(doc.slug, body.apply(doc)))));
          cases.add(
              new Case(
                  "query q($q: String) { match { %s } return { $d.slug, bm25([$d.title, $d.body], $q) as s } order { s desc } limit %d offset 2 }"
                      .formatted(match, limit),
                  first(
                          kept,
                          limit + 2,
                          by(sum(title, body), true),
                          doc -> row(doc.slug, sum(title, body).apply(doc)))
                      .stream()
                      .skip(2)
                      .toList()));
          cases.add(
              new Case(
                  "query q() { match { %s } return { $d.slug, %s as s } order { s } limit %d }"
                      .formatted(match, near, limit),
                  first(kept, limit, by(cosine, false), doc -> row(doc.slug, cosine.apply(doc)))));
          cases.add(
              new Case(
                  "query q() { match { %s } return { $d.slug, %s as s } order { s, $d.title desc } limit %d }"
                      .formatted(match, far, limit),
                  first(
                      kept,
                      limit,
                      byValue(l2, false)
                          .thenComparing(Comparator.comparing(Doc::title).reversed())
                          .thenComparing(Doc::slug),
                      doc -> row(doc.slug, l2.apply(doc)))));
          Function<Doc, Double> rrf = rrf(kept, 60, Map.of(cosine, false, body, true));
          cases.add(
              new Case(
                  "query q($q: String) { match { %s } return { $d.slug, rrf(%s, bm25($d.body, $q)) as s, bm25($d.body, $q) as w, %s as n } order { s desc } limit %d }"
                      .formatted(match, near, near, limit),
                  first(
                      kept,
                      limit,
                      by(rrf, true),
                      doc -> row(doc.slug, rrf.apply(doc), body.apply(doc), cosine.apply(doc)))));
          List<Doc> found = kept.stream().filter(has).toList();
          Function<Doc, Double> some = rrf(found, 10, Map.of(l2, false, title, true));
          cases.add(
              new Case(
                  "query q($q: String) { match { %s search($d.body, $q) } return { $d.slug, rrf(%s, bm25($d.title, $q), 10) as s } order { s desc } limit %d }"
                      .formatted(match, far, limit),
                  first(found, limit, by(some, true), doc -> row(doc.slug, some.apply(doc)))));
          cases.add(
              new Case(
                  "query q($q: String) { match { %s search($d.body, $q) $d cites $e } return { $d.slug, $e.slug as e } order { bm25($d.body, $q) desc } limit %d }"
                      .formatted(match, limit),
                  first(
                      cites.stream().filter(c -> found.contains(c.from)).toList(),
                      limit,
                      Comparator.comparing(Cites::from, by(body, true))
                          .thenComparing(c -> c.to.slug),
                      c -> row(c.from.slug, c.to.slug))));
          cases.add(
              new Case(
                  "query q() { match { %s $d cites $e } return { $d.slug, $e.slug as e } order { %s } limit %d }"
                      .formatted(match, near, limit),
                  first(
                      cites.stream().filter(c -> kept.contains(c.from)).toList(),
                      limit,
                      Comparator.comparing(Cites::from, by(cosine, false))
                          .thenComparing(c -> c.to.slug),
                      c -> row(c.from.slug, c.to.slug))));
        }
      }
      cases.addAll(unordered(has, body));
      return cases;
    }

    private List<Case> unordered(Predicate<Doc> has, Function<Doc, Double> body) {
      Comparator<Doc> slug = Comparator.comparing(Doc::slug);
      List<Case> cases = new ArrayList<>();
      cases.add(
          new Case(
              "query q($q: String) { match { $d: Doc not { search($d.body, $q) } } return { $d.slug } }",
              first(docs.stream().filter(has.negate()).toList(), 99, slug, d -> row(d.slug))));
      cases.add(
          new Case(
              "query q($q: String) { match { $d: Doc not search($d.body, $q) } return { $d.slug } }",
              first(
                  docs.stream().filter(d -> d.body != null && !has.test(d)).toList(),
                  99,
                  slug,
                  d -> row(d.slug))));
      cases.add(
          new Case(
              "query q($q: String) { match { $d: Doc } return { $d.slug, search($d.body, $q) as s, search([$d.title, $d.body], $q) as b } }",
              first(
                  docs,
                  99,
                  slug,
                  d ->
                      row(
                          d.slug,
                          d.body == null ? null : has.test(d),
                          has.test(d) || has(d.title, words)))));
      cases.add(
          new Case(
              "query q() { match { $d: Doc match_text($d.body, \"Apple, FIG\") } return { $d.slug } }",
              first(
                  docs.stream()
                      .filter(d -> d.body != null && (" " + d.body + " ").contains(" apple fig "))
                      .toList(),
                  99,
                  slug,
                  d -> row(d.slug))));
      cases.add(
          new Case(
              "query q() { match { $d: Doc fuzzy($d.body, \"zebrax\", 1) } return { $d.slug } }",
              first(
                  docs.stream().filter(d -> d.body != null && d.body.contains("zebra")).toList(),
                  99,
                  slug,
                  d -> row(d.slug))));
      cases.add(
          new Case(
              "query q($q: String) { match { $d: Doc optional { $d cites $e search($e.body, $q) } } return { $d.slug, count($e) as n, max(bm25($e.body, $q)) as m } order { $d.slug } }",
              first(
                  docs,
                  99,
                  slug,
                  d -> {
                    List<Doc> hits =
                        cites.stream()
                            .filter(c -> c.from == d && has.test(c.to))
                            .map(Cites::to)
                            .toList();
                    return row(
                        d.slug,
                        (long) hits.size(),
                        hits.stream().map(body).max(Comparator.naturalOrder()).orElse(null));
                  })));
      cases.add(
          new Case(
              "query q($q: String) { match { $d: Doc exists { $d cites $e search($e.body, $q) } } return { $d.slug, count { $d cites $x bm25($x.body, $q) > 0.5 } as n } order { $d.slug } }",
              first(
                  docs.stream()
                      .filter(d -> cites.stream().anyMatch(c -> c.from == d && has.test(c.to)))
                      .toList(),
                  99,
                  slug,
                  d ->
                      row(
                          d.slug,
                          cites.stream()
                              .filter(
                                  c -> c.from == d && c.to.body != null && body.apply(c.to) > 0.5)
                              .count()))));
      Function<Wrote, Double> notes = bm25(wrote.stream().map(Wrote::note).toList(), Wrote::note);
      cases.add(
          new Case(
              "query q($q: String) { match { $p: Person $p $w:wrote $d } return { $p.name, $d.slug, bm25($w.note, $q) as s } order { s desc } limit 5 }",
              first(
                  wrote,
                  5,
                  by(notes, true)
                      .thenComparing(Wrote::person)
                      .thenComparing(w -> w.doc.slug)
                      .thenComparing(Wrote::id),
                  w -> row(w.person, w.doc.slug, notes.apply(w)))));
      List<Doc> ofAnn =
          wrote.stream().filter(w -> w.person.equals("ann")).map(Wrote::doc).distinct().toList();
      Function<Doc, Double> rrf =
          rrf(
              ofAnn,
              60,
              Map.of(d -> d.vector == null ? null : cosine(d.vector, to), false, body, true));
      cases.add(
          new Case(
              "query q($q: String) { match { $p: Person { name: \"ann\" } $p wrote $d } return { $d.slug, rrf(nearest($d.vector, [%s, %s]), bm25($d.body, $q)) as s } order { s desc } limit 4 }"
                  .formatted(to[0], to[1]),
              first(ofAnn, 4, by(rrf, true), d -> row(d.slug, rrf.apply(d)))));
      return cases;
    }

    /** Okapi BM25 over all texts, as Lucene has it; texts here are too short to be rounded. */
    private <T> Function<T, Double> bm25(List<String> all, Function<T, String> text) {
      List<List<String>> texts = all.stream().filter(Objects::nonNull).map(World::terms).toList();
      double average = texts.stream().mapToInt(List::size).sum() / (double) texts.size();
      Map<String, Long> having = new HashMap<>();
      texts.forEach(t -> t.stream().distinct().forEach(w -> having.merge(w, 1L, Long::sum)));
      return of -> {
        if (text.apply(of) == null) {
          return null;
        }
        List<String> terms = terms(text.apply(of));
        double score = 0;
        for (String word : terms(words)) {
          double frequency = terms.stream().filter(word::equals).count();
          if (frequency > 0) {
            double with = having.get(word);
            double idf = Math.log(1 + (texts.size() - with + 0.5) / (with + 0.5));
            score += idf * frequency / (frequency + 1.2 * (0.25 + 0.75 * terms.size() / average));
          }
        }
        return score;
      };
    }

    private static List<String> terms(String text) {
      return Arrays.stream(text.toLowerCase(Locale.ROOT).split(" "))
          .filter(word -> !word.isEmpty())
          .toList();
    }

    private static boolean has(String text, String words) {
      return terms(words).stream().anyMatch(terms(text)::contains);
    }

    private static Function<Doc, Double> sum(
        Function<Doc, Double> title, Function<Doc, Double> body) {
      return doc -> title.apply(doc) + (doc.body == null ? 0 : body.apply(doc));
    }

    private static Double cosine(float[] a, float[] b) {
      double lengths = Math.hypot(a[0], a[1]) * Math.hypot(b[0], b[1]);
      return lengths == 0 ? null : 1 - ((double) a[0] * b[0] + (double) a[1] * b[1]) / lengths;
    }

    private static Double l2(float[] a, float[] b) {
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    /**
     * @param arms whether more is better
     */
    private static Function<Doc, Double> rrf(
        List<Doc> docs, double k, Map<Function<Doc, Double>, Boolean> arms) {
      Map<Doc, Double> values = new HashMap<>();
      new LinkedHashMap<>(arms)
          .forEach(
              (arm, more) -> {
                List<Doc> ranked =
                    docs.stream()
                        .filter(d -> arm.apply(d) != null && (!more || arm.apply(d) > 0))
                        .toList();
                for (Doc doc : ranked) {
                  long better =
                      ranked.stream()
                          .filter(
                              d -> {
                                double apart = rounded(arm.apply(d)) - rounded(arm.apply(doc));
                                return more ? apart > 0 : apart < 0;
                              })
                          .count();
                  values.merge(doc, 1 / (k + better + 1), Double::sum);
                }
              });
      return doc -> values.getOrDefault(doc, 0.0);
    }

    /** Who is absent comes last. */
    private static <T> Comparator<T> byValue(Function<T, Double> value, boolean descending) {
      Comparator<Double> order = Comparator.comparingDouble(World::rounded);
      return Comparator.comparing(
          value, Comparator.nullsLast(descending ? order.reversed() : order));
    }

    private static <T> Comparator<T> by(Function<T, Double> value, boolean descending) {
      return byValue(value, descending).thenComparing(t -> t instanceof Doc doc ? doc.slug : "");
    }

    /** Sums that differ by how they were added up are equal. */
    private static double rounded(double value) {
      return Math.rint(value * 1e9) / 1e9;
    }

    private static <T> List<List<Object>> first(
        List<T> all, int limit, Comparator<T> order, Function<T, List<Object>> row) {
      return all.stream().sorted(order).limit(limit).map(row).toList();
    }

    private static List<Object> row(Object... values) {
      return Arrays.asList(values);
    }
  }
}

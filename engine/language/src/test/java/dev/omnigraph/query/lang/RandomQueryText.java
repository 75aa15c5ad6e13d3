package dev.omnigraph.query.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Queries over the schema of {@link Queries}, nearly always right. */
final class RandomQueryText {
  private static final List<String> FILTERS =
      List.of(
          "%s.age > 3",
          "%s.age != -1",
          "%s.name starts_with \"A\"",
          "%s.bio contains \"\\n%%_é\"",
          "%s.tags contains $tag",
          "%s.kind = \"guest\"",
          "%s.active",
          "%s.born < date(\"2024-02-29\")",
          "%s.seen <= now()",
          "%s.ratio >= -1.5e3",
          "%s.big = $n",
          "$names contains %s.name",
          "[\"a\", \"b\"] contains %s.name",
          "%s.id = \"x\"",
          "%s.email is null",
          "%s.photo is not null",
          "not %s.active",
          "not (%s.age > 3 or $o is null)",
          "%s.name in $names",
          "\"x\" in %s.tags",
          "%s.age in [1, 2, -3]",
          "%s.age * 2 + 1 > %1$s.big - -1",
          "%s.seen > now() - duration(\"P7DT1H\")",
          "%s.born < date(now()) + duration(\"P1M\")",
          "coalesce(%s.email, $o, \"none\") != lower(%1$s.name)",
          "size(%s.tags) %% 2 = 0 and year(%1$s.born) >= 2000",
          "exists { %s knows $x $x.age > %1$s.age }",
          "count { %s worksAt $_ } > 1 or not exists { %1$s <knows> $_ }",
          "search(%s.bio, $tag)",
          "fuzzy(%s.bio, \"x\", 1)",
          "match_text(%s.bio, $tag)",
          "search([%s.bio, %1$s.email], $tag) is not null",
          "bm25(%s.bio, $tag) * 2 > 1 and not nearest(%1$s.embedding, [1, 0, 0.5]) < 0.3",
          "snippet(%s.bio, \"x\") contains \"**\"");
  private static final List<String> COLUMNS =
      List.of(
          "%s",
          "%s.name",
          "%s.age",
          "%s.id",
          "count(%s)",
          "sum(%s.age)",
          "avg(%s.ratio)",
          "min(%s.name)",
          "max(%s.born)",
          "%s.embedding",
          "%s.age > 3 and not %1$s.active",
          "-%s.age / 2",
          "round(%s.ratio * 100)",
          "least(%s.age, %1$s.big, 3)",
          "sum(size(%s.bio))",
          "count(distinct %s.kind)",
          "exists { %s worksAt $_ }",
          "sum($x.age) { %s knows $x not { $x worksAt $_ } }",
          "collect(%s.name)",
          "size(collect(%s))",
          "count(%s) * 2 - 1",
          "bm25([%s.bio, %1$s.name], $tag)",
          "search(%s.email, $tag)",
          "snippet(%s.bio, \"x\")",
          "max(bm25(%s.bio, $tag))",
          "rrf(bm25(%s.bio, $tag), nearest(%1$s.embedding, $tag), $k)",
          "now()",
          "1",
          "\"t\"",
          "null");
  private static final List<String> STATEMENTS =
      List.of(
          "insert Person { name: $tag, kind: \"guest\", bio: \"\", tags: [\"a\"], embedding: [1, 0.5, -2e-1] }",
          "insert Company { name: \"C\", founded: date(\"2000-01-01\") }",
          "insert Note { text: $tag, at: now() }",
          "insert Knows { from: $tag, to: \"B\", confidence: \"low\" }",
          "insert WorksAt { from: \"A\", to: \"C\", role: null }",
          "update Person set { age: 3, email: $o } where name = $tag or (age < 3 and kind = \"guest\")",
          "update Person set { age: coalesce($.age, 0) + 1, active: $.age > 3, email: lower($.name) } where email is null or not name in $names",
          "insert Note { text: upper($tag + \"!\"), at: now() - duration(\"PT1H\") }",
          "update WorksAt set { role: \"x\" } where src = $tag and role starts_with \"y\"");
  private static final List<String> DELETES =
      List.of(
          "delete Person where name = $tag",
          "delete Knows where since < date(\"2024-01-01\")",
          "delete WorksAt where src = $tag or dst = \"C\"");

  private final Random random;
  private final List<String> people = new ArrayList<>();
  private int next;

  private RandomQueryText(long seed) {
    random = new Random(seed);
  }

  static String text(long seed) {
    RandomQueryText query = new RandomQueryText(seed);
    return query.random.nextInt(3) == 0 ? query.write() : query.read();
  }

  private static final String HEAD =
      "query q($tag: String, $o: String?, $n: I64, $names: [String], $k: I32) ";

  private String write() {
    boolean deletes = random.nextInt(3) == 0;
    StringBuilder out = new StringBuilder(HEAD).append("{\n");
    for (int i = random.nextInt(4); i >= 0; i--) {
      out.append("  ").append(pick(deletes ? DELETES : STATEMENTS)).append(" // next\n");
    }
    return out.append("}").toString();
  }

  private String read() {
    people.add("$p");
    StringBuilder out = new StringBuilder(HEAD);
    out.append(random.nextInt(4) == 0 ? "@description(\"d\") " : "");
    out.append("{ match {\n $p: Person ").append(pick(List.of("", "{ kind: \"guest\", age: $k }")));
    block(out, 0);
    out.append("}\n return ");
    boolean distinct = random.nextInt(5) == 0;
    out.append(distinct ? "distinct " : "").append("{ ");
    int columns = 1 + random.nextInt(4);
    for (int i = 0; i < columns; i++) {
      String column = pick(COLUMNS).formatted(pick(people));
      out.append(column).append(" as c").append(i).append(random.nextBoolean() ? ", " : " ");
    }
    out.append("}");
    if (random.nextBoolean()) {
      out.append(" order { c")
          .append(random.nextInt(columns))
          .append(pick(List.of("", " asc", " desc")));
      out.append(" }");
    }
    out.append(pick(List.of("", " limit 5", " limit $n", " limit 5 offset $n"))).append(" }");
    return out.toString();
  }

  private void block(StringBuilder out, int depth) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(depth > 3 ? 4 : 7)) {
        case 0 -> out.append(condition(0));
        case 1 -> out.append(pick(people)).append(" worksAt ").append(pick(List.of("$c", "$_")));
        case 2 -> traversal(out, pick(List.of("knows", "knows{1,3}", "<knows>", "knows{2}")));
        case 3 -> traversal(out, "$e" + next++ + ":knows");
        case 4 -> nested(out, "not", depth);
        case 5 -> nested(out, "optional", depth);
        default -> out.append(pick(people)).append(" != ").append(pick(people));
      }
      out.append(pick(List.of("\n", ", ", " /* c */ ")));
    }
  }

  private void nested(StringBuilder out, String word, int depth) {
    int before = people.size();
    out.append(word).append(" { ").append(pick(people)).append(" knows $_ ");
    block(out, depth + 1);
    out.append(" }");
    while (people.size() > before) {
      people.removeLast();
    }
  }

  private void traversal(StringBuilder out, String edge) {
    String to = random.nextInt(3) == 0 ? pick(people) : "$v" + next++;
    out.append(pick(people)).append(' ').append(edge).append(' ').append(to);
    if (!people.contains(to)) {
      people.add(to);
    }
  }

  private String condition(int depth) {
    String one = pick(FILTERS).formatted(pick(people));
    if (depth > 2 || random.nextInt(2) == 0) {
      return one;
    }
    String word = random.nextBoolean() ? " and " : " or ";
    return random.nextBoolean()
        ? one + word + condition(depth + 1)
        : "(" + condition(depth + 1) + ")" + word + one;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}

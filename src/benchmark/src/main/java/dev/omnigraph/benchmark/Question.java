package dev.omnigraph.benchmark;

import java.util.List;
import java.util.Map;

/**
 * A query of the benchmark.
 *
 * @param parameters as a query declares them
 * @param body of a query that takes these
 */
public record Question(String name, String parameters, String body, Map<String, ?> arguments) {
  /** One that takes {@code $name} and {@code $other}. */
  public Question(String name, String body, Map<String, ?> arguments) {
    this(name, "$name: String, $other: String", body, arguments);
  }

  /** The nine, about two people of the graph. */
  public static List<Question> about(String person, String other) {
    String start = "match { $p: Person { name: $name }  ";
    Map<String, ?> arguments = Map.of("name", person, "other", other);
    return List.of(
        new Question("point", start + "} return { $p.name, $p.age, $p.city }", arguments),
        new Question("one hop", start + "$p knows $f } return { $f.name, $f.age }", arguments),
        new Question(
            "two hops, count", start + "$p knows{1,2} $f } return { count($f) as n }", arguments),
        new Question(
            "three hops, count", start + "$p knows{1,3} $f } return { count($f) as n }", arguments),
        new Question(
            "filtered hop",
            start
                + "$p $k:knows $f  $k.since >= 2005  $f.age < 50 }"
                + " return { $f.name, $k.since } order { $k.since desc }",
            arguments),
        new Question(
            "top ten by degree",
            "match { $p $k:knows $f } return { $f.name, count($k) as known }"
                + " order { known desc } limit 10",
            arguments),
        new Question(
            "reachable within four hops",
            start + "$q: Person { name: $other }  $p knows{1,4} $q } return { $q.name }",
            arguments),
        new Question(
            "property aggregate",
            "match { $p: Person } return { $p.city, count($p) as n, avg($p.age) as age }"
                + " order { n desc } limit 10",
            arguments),
        new Question(
            "anti-join",
            "match { $p: Person  $p.age = 30  not { $p worksAt $_ } } return { count($p) as n }",
            arguments));
  }

  String source() {
    return "query question(" + parameters + ") { " + body + " }";
  }
}

package dev.omnigraph.soak;

import dev.omnigraph.testkit.PlainMerge;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The graph that all runs are about: its schema, its queries, and the ids of its entities. */
final class Town {
  static final String PERSON = "Person";
  static final String COUNTER = "Counter";
  static final String NOTE = "Note";
  static final String KNOWS = "Knows";
  static final String OWNS = "Owns";
  static final List<String> TYPES = List.of(PERSON, COUNTER, NOTE, KNOWS, OWNS);

  /** By type, the names of values in the order in which the queries return them. */
  static final Map<String, List<String>> COLUMNS =
      Map.of(
          PERSON, List.of("name", "email", "token"),
          COUNTER, List.of("name", "value"),
          NOTE, List.of("text"),
          KNOWS, List.of("src", "dst", "token"),
          OWNS, List.of("src", "dst", "token"));

  /** How many notes are shown that are near. */
  static final int NEAREST = 3;

  /** Edges of a person to counters. */
  static final int MOST_OWNED = 2;

  static final String SCHEMA =
      """
      node Person {
        name: String @key
        email: String? @unique
        token: String @index(analyzer="simple")
      }
      node Counter { name: String @key  value: I64 }
      node Note {
        text: String @index(analyzer="simple")
        at: Vector(2)? @index(metric="l2")
      }
      edge Knows: Person -> Person { @key(src, dst)  token: String }
      edge Owns: Person -> Counter @card(0..%d) { @key(src, dst)  token: String }
      """
          .formatted(MOST_OWNED);

  /**
   * Of a town that has grown: a type and a property more, which no query here asks for, and search
   * indexes of another form, with which answers are the same.
   */
  static final String LARGER_SCHEMA =
      SCHEMA
              .replace("@unique\n", "@unique\n  mood: String?\n")
              .replace("(analyzer=\"simple\")", "(analyzer=\"simple\", positions=false)")
          + "node Place { name: String @key }\n";

  static final String QUERIES =
      """
      query add($name: String, $email: String?, $token: String) {
        insert Person { name: $name, email: $email, token: $token }
      }
      query note($text: String, $at: Vector(2)) { insert Note { text: $text, at: $at } }
      query befriend($from: String, $to: String, $token: String) {
        insert Knows { from: $from, to: $to, token: $token }
      }
      query own($from: String, $to: String, $token: String) {
        insert Owns { from: $from, to: $to, token: $token }
      }
      query dismiss($name: String) { delete Person where name = $name }
      query raise($name: String, $expected: I64, $value: I64) {
        update Counter set { value: $value } where name = $name and value = $expected
      }
      query people() { match { $p: Person } return { $p.name, $p.email, $p.token } }
      query person($name: String) {
        match { $p: Person { name: $name } } return { $p.name, $p.email, $p.token }
      }
      query holder($email: String) {
        match { $p: Person { email: $email } } return { $p.name, $p.email, $p.token }
      }
      query counters() { match { $c: Counter } return { $c.name, $c.value } }
      query counter($name: String) {
        match { $c: Counter { name: $name } } return { $c.name, $c.value }
      }
      query notes() { match { $n: Note } return { $n.text } }
      query noted($words: String) {
        match { $n: Note  search($n.text, $words) } return { $n.text }
      }
      query tokens($words: String) {
        match { $p: Person  search($p.token, $words) } return { $p.name, $p.email, $p.token }
      }
      query nearest() {
        match { $n: Note } return { $n.text } order { nearest($n.at, [1, 0]) } limit %d
      }
      query friendships() {
        match { $a: Person  $a $e:knows $b } return { $a.name, $b.name, $e.token }
      }
      query friends($name: String) {
        match { $a: Person { name: $name }  $a $e:knows $b } return { $a.name, $b.name, $e.token }
      }
      query possessions() {
        match { $a: Person  $a $e:owns $c } return { $a.name, $c.name, $e.token }
      }
      """
          .formatted(NEAREST);

  /** What merges have to keep. */
  static final PlainMerge.Rules RULES =
      new PlainMerge.Rules() {
        @Override
        public List<String> ends(String id, Map<String, ? extends @Nullable Object> entity) {
          if (!entity.containsKey("src")) {
            return List.of();
          }
          String target = id.startsWith(KNOWS) ? PERSON : COUNTER;
          return List.of(PERSON + " " + entity.get("src"), target + " " + entity.get("dst"));
        }

        @Override
        public List<String> broken(Map<String, Map<String, @Nullable Object>> state) {
          return State.of(state).broken();
        }
      };

  private Town() {}

  /** Where a note is, on a circle: no two are as far from any of them. */
  static List<Double> place(String token) {
    long number = Long.parseLong(token.substring(1));
    return List.of((double) (float) Math.cos(number), (double) (float) Math.sin(number));
  }

  /** The id of an edge whose key is its ends. */
  static String edge(String from, String to) {
    return "[\"" + from + "\",\"" + to + "\"]";
  }

  static String personLine(String name, @Nullable String email, String token) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"Person\",\"data\":{\"name\":\"%s\",\"email\":%s,\"token\":\"%s\"}}\n",
        name,
        email == null ? "null" : "\"" + email + "\"",
        token);
  }

  static String counterLine(String name, long value) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"Counter\",\"data\":{\"name\":\"%s\",\"value\":%d}}\n",
        name,
        value);
  }

  static String edgeLine(String type, String from, String to, String token) {
    return String.format(
        Locale.ROOT,
        "{\"edge\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"data\":{\"token\":\"%s\"}}\n",
        type,
        from,
        to,
        token);
  }
}

package dev.omnigraph.merge;

import dev.omnigraph.Graph;
import dev.omnigraph.call.SchemaRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the random graphs, and what it makes of their states. In these every type and
 * property has the name that it had first, and every number is an {@code int} where it was one.
 *
 * @param changes since the first schema
 * @param hash of the schema: two branches may come to the same changes by different schemas
 */
record PlainForm(Set<Change> changes, String hash) {
  static final PlainForm FIRST = new PlainForm(Set.of(), "");

  /** A change of the schema. */
  enum Change {
    NICK,
    RANK,
    WIDE_AGE,
    RENAMED_SIZE,
    NO_TAGS,
    RENAMED_DOC,
    FIRMS,
    NO_LIKES,
    RANGE,
    ONE_LIKE,
    UNIQUE_SINCE
  }

  boolean has(Change change) {
    return changes.contains(change);
  }

  /** The changes with one more; what it makes is not known before it is applied. */
  PlainForm with(Change change) {
    Set<Change> more = EnumSet.of(change);
    more.addAll(changes);
    return new PlainForm(more, hash);
  }

  /** Applies its last change to a branch. */
  PlainForm apply(MergeWorld world, Graph graph, String branch, Change last) {
    graph.applySchema(new SchemaRequest(schema(last), "s.pg", true, false, MergeWorld.on(branch)));
    return new PlainForm(changes, world.schemaHash(branch));
  }

  private String schema(Change last) {
    StringBuilder text = new StringBuilder("node Person { name: String @key  age: ");
    text.append(has(Change.WIDE_AGE) ? "I64?" : "I32?");
    text.append(has(Change.RANGE) ? " @range(0..1)" : "");
    text.append("  email: String? @unique");
    text.append(has(Change.NO_TAGS) ? "" : "  tags: [String]?");
    text.append(has(Change.NICK) ? "  nick: String?" : "");
    text.append(has(Change.RANK) ? "  rank: I32 @default(7)" : "");
    text.append(" }\n");
    text.append(has(Change.RENAMED_DOC) ? "node Paper" : "node Doc");
    text.append(last == Change.RENAMED_DOC ? " @rename_from(\"Doc\")" : "");
    text.append(" { mark: String  ");
    text.append(has(Change.RENAMED_SIZE) ? "bytes: F64?" : "size: F64?");
    text.append(last == Change.RENAMED_SIZE ? " @rename_from(\"size\")" : "").append(" }\n");
    text.append("edge Knows: Person -> Person { @key(src, dst)  mark: String  since: I64?");
    text.append(has(Change.UNIQUE_SINCE) ? " @unique" : "").append("  note: String? }\n");
    if (!has(Change.NO_LIKES)) {
      text.append("edge Likes: Person -> ").append(has(Change.RENAMED_DOC) ? "Paper" : "Doc");
      text.append(has(Change.ONE_LIKE) ? " @card(0..1)" : " @card(0..3)");
      text.append(" { mark: String }\n");
    }
    text.append(has(Change.FIRMS) ? "node Firm { name: String @key }\n" : "");
    return text.toString();
  }

  /** A state as it is under this schema. */
  Map<String, Map<String, @Nullable Object>> of(Map<String, Map<String, @Nullable Object>> state) {
    Map<String, Map<String, @Nullable Object>> formed = new TreeMap<>();
    for (Map.Entry<String, Map<String, @Nullable Object>> entity : state.entrySet()) {
      if (entity.getKey().startsWith("Person ")) {
        formed.put(entity.getKey(), person(entity.getValue()));
      } else if (hasType(entity.getKey())) {
        formed.put(entity.getKey(), entity.getValue());
      }
    }
    return formed;
  }

  boolean hasType(String id) {
    return id.startsWith("Likes ")
        ? !has(Change.NO_LIKES)
        : !id.startsWith("Firm ") || has(Change.FIRMS);
  }

  private Map<String, @Nullable Object> person(Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> person = new TreeMap<String, @Nullable Object>(values);
    set(person, "tags", !has(Change.NO_TAGS), null);
    set(person, "nick", has(Change.NICK), null);
    set(person, "rank", has(Change.RANK), 7);
    return person;
  }

  private static void set(
      Map<String, @Nullable Object> values, String name, boolean is, @Nullable Object blank) {
    if (!is) {
      values.remove(name);
    } else if (!values.containsKey(name)) {
      values.put(name, blank);
    }
  }

  /** A line of a load that states an entity, under the names of this schema. */
  String line(String line, Map<String, @Nullable Object> values) {
    String named = line;
    if (has(Change.RENAMED_DOC)) {
      named = named.replace("\"type\":\"Doc\"", "\"type\":\"Paper\"");
    }
    if (has(Change.RENAMED_SIZE)) {
      named = named.replace("\"size\":", "\"bytes\":");
    }
    if (has(Change.NO_TAGS)) {
      named = named.replaceAll(",\"tags\":\\[[^]]*]", "");
    }
    StringBuilder more = new StringBuilder();
    if (values.containsKey("nick")) {
      Object nick = values.get("nick");
      more.append(",\"nick\":").append(nick == null ? null : "\"" + nick + "\"");
    }
    if (values.containsKey("rank")) {
      more.append(",\"rank\":").append(values.get("rank"));
    }
    return named.replaceFirst("}}$", more + "}}");
  }

  String typeName(String type) {
    return type.equals("Doc") && has(Change.RENAMED_DOC) ? "Paper" : type;
  }

  /** What a graph has under this schema, under the first names. */
  Map<String, Map<String, @Nullable Object>> first(
      Map<String, Map<String, @Nullable Object>> state) {
    Map<String, Map<String, @Nullable Object>> first = new TreeMap<>();
    for (Map.Entry<String, Map<String, @Nullable Object>> each : state.entrySet()) {
      Map<String, @Nullable Object> entity = new TreeMap<String, @Nullable Object>(each.getValue());
      if (entity.containsKey("bytes")) {
        entity.put("size", entity.remove("bytes"));
      }
      if (entity.get("age") instanceof Long age) {
        entity.put("age", age.intValue());
      }
      first.put(firstType(each.getKey()), entity);
    }
    return first;
  }

  static String firstType(String id) {
    return id.startsWith("Paper ") ? "Doc" + id.substring("Paper".length()) : id;
  }
}

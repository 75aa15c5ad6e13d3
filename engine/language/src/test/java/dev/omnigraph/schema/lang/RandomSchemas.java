package dev.omnigraph.schema.lang;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Schemas that are right and have anything the language has, in any layout. */
public final class RandomSchemas {
  private static final List<String> TYPES =
      List.of(
          "String",
          "Bool",
          "I32",
          "I64",
          "U32",
          "U64",
          "F32",
          "F64",
          "Date",
          "DateTime",
          "Vector(3)",
          "Blob",
          "[String]",
          "[I64]",
          "[Date]",
          "enum",
          "[enum]");
  private static final List<String> VALUES =
      List.of("a", "b", "node", "true", "\"x y\"", "\"\"", "\"q\\\"q\"", "\"é😀\"", "\"1\"");
  private static final List<String> NAMES =
      List.of(
          "order", "match", "node", "edge", "enum", "type", "_x", "interface", "nullable", "p9");
  private static final List<String> TEXTS =
      List.of(
          "\"\"", "\"d \\\" \\\\ \\n\\t\\b\\f\\r é\"", "\"\\u0001\\u00e9\"", "\"a b\"", "\"7\"");
  private static final List<String> ARGUMENTS =
      List.of(
          "a",
          "\"b c\"",
          "1.5",
          "-3",
          "1e9",
          "0..",
          "..5",
          "-1.5..2",
          "k = 2",
          "l = \"m n\"",
          "n = w",
          "\"x=y\"",
          "\"1..2\"",
          "\"=\"",
          "\"007\"",
          "\"a=b=c\"");
  private static final List<String> PATTERNS =
      List.of(
          "\"[a-z\\\\d]*\"", "\"^x$\"", "\"a\\\"b\"", "\"\\\\p{L}+\"", "\"\"", "\"(a|b){2,3}\"");
  private static final List<String> EMBEDS =
      List.of("\"source\", model = \"a/b-3\"", "source, model=\"m\"");
  private static final List<String> ANALYSES =
      List.of(
          "",
          "",
          "(language=\"german\")",
          "(stem = false, language = \"english\", )",
          "(analyzer=\"simple\" , fold=true)",
          "(positions=false, analyzer=\"ngram\")");
  private static final List<String> METRICS =
      List.of("", "( metric = \"l2\" )", "(metric=\"dot\")", "(metric=\"cosine\")");
  private static final List<String> BLANKS =
      List.of(" ", " ", " ", "\n", "\t", "\r\n", " // note } {\n", " /* @key \n */ ", "  ");

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  private RandomSchemas(long seed) {
    random = new Random(seed);
  }

  public static String text(long seed) {
    return new RandomSchemas(seed).make();
  }

  private String make() {
    put("interface", "Base", annotations(), "{", "shared", ":", "String", annotations());
    put("other", ":", "I32", "?", "@index", "}");
    int nodes = 1 + random.nextInt(3);
    for (int i = 0; i < nodes; i++) {
      boolean base = random.nextBoolean();
      put("node", "N" + i, base ? "implements Base" : "", annotations(), "{");
      put(base ? "shared : String other : I32 ?" : "");
      body(false);
      put("}");
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      put("edge", "E" + i, ":", "N0", "->", "N" + random.nextInt(nodes));
      put(pick(List.of("", "", "@card ( 0 .. )", "@card(0..1)", "@card(2..5)", "@card(1..)")));
      put(annotations());
      if (random.nextBoolean()) {
        put("{");
        body(true);
        put("}");
      }
    }
    return out.toString();
  }

  private void body(boolean edge) {
    List<String> keyable = new ArrayList<>();
    List<String> unique = new ArrayList<>(edge ? List.of("src", "dst") : List.of());
    List<String> indexed = new ArrayList<>();
    Set<String> rules = new LinkedHashSet<>();
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    boolean vector = false;
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      String name = names.get(i);
      String type = TYPES.get(random.nextInt(TYPES.size())).replace("enum", enumeration());
      boolean nullable = random.nextInt(3) == 0;
      boolean single = !type.startsWith("[") && !type.equals("Blob");
      vector |= type.startsWith("Vector");
      put(name, ":", type, nullable ? "?" : "", annotations());
      put(random.nextInt(4) == 0 ? byDefault(type) : "");
      put(single && random.nextInt(4) == 0 ? "@index" + indexed(type) : "");
      put(!type.equals("Blob") && random.nextInt(4) == 0 ? "@unique" : "");
      put(random.nextInt(6) == 0 ? "@rename_from(" + pick(TEXTS) + ")" : "");
      put(random.nextInt(5) == 0 ? "," : "");
      if (single && !type.startsWith("Vector") && !nullable) {
        keyable.add(
            type.startsWith("F") || random.nextInt(3) > 0 ? name : "upper(string( " + name + "))");
      }
      if (!type.equals("Blob")) {
        unique.add(name);
      }
      if (single) {
        indexed.add(name);
      }
      rule(name, type, rules);
    }
    if (vector && random.nextBoolean()) {
      put("source : String", "embedded : Vector ( 2 ) ? @embed(" + pick(EMBEDS) + ")");
    }
    groups(edge, keyable, unique, indexed, rules);
    List<String> shuffled = new ArrayList<>(rules);
    Collections.shuffle(shuffled, random);
    shuffled.forEach(this::put);
  }

  private String indexed(String type) {
    return type.equals("String") ? pick(ANALYSES) : type.startsWith("Vector") ? pick(METRICS) : "";
  }

  private String byDefault(String type) {
    return switch (type) {
      case "I32", "I64", "U32", "U64" -> "@default( 3 )";
      case "F32", "F64" -> "@default(-1.5e2)";
      case "Bool" -> "@default(false)";
      case "String" -> "@default(" + pick(TEXTS) + ")";
      case "Date" -> "@default(\"2024-02-29\")";
      default -> "";
    };
  }

  private void groups(
      boolean edge,
      List<String> keyable,
      List<String> unique,
      List<String> indexed,
      Set<String> rules) {
    if (random.nextBoolean() && (edge || !keyable.isEmpty())) {
      Collections.shuffle(keyable, random);
      List<String> members =
          new ArrayList<>(keyable.subList(0, random.nextInt(keyable.size() + 1)));
      if (!edge && members.isEmpty()) {
        members.add(keyable.getFirst());
      }
      if (edge) {
        members.addAll(random.nextInt(members.size() + 1), List.of("dst", "src"));
      }
      rules.add("@key(" + String.join(", ", members) + ")");
    }
    if (unique.size() > 1 && random.nextBoolean()) {
      Collections.shuffle(unique, random);
      rules.add("@unique(" + String.join(" , ", unique.subList(0, 2)) + ")");
    }
    if (!indexed.isEmpty() && random.nextInt(3) == 0) {
      rules.add("@index(" + String.join(", ", indexed) + ")");
    }
  }

  private void rule(String name, String type, Set<String> rules) {
    if (random.nextBoolean()) {
      return;
    }
    if (type.equals("String")) {
      rules.add("@check(" + name + ", " + pick(PATTERNS) + ")");
    } else if (type.matches("[IU]\\d+")) {
      String bounds =
          type.startsWith("U") ? "0..18" : pick(List.of("-5..-1", "..7", "0..", "3..3"));
      rules.add("@range(" + name + ", " + bounds + ")");
    } else if (type.matches("F\\d+")) {
      rules.add("@range(" + name + ", " + pick(List.of("-1.5e-3..1e9", "0.1..", "..-2")) + ")");
    }
  }

  private String enumeration() {
    List<String> values = new ArrayList<>(VALUES);
    Collections.shuffle(values, random);
    return values.subList(0, 1 + random.nextInt(4)).stream()
        .map(v -> random.nextInt(8) == 0 ? v + " @rename_from(" + pick(TEXTS) + ")" : v)
        .collect(Collectors.joining(", ", "enum(", ")"));
  }

  private String annotations() {
    String text = random.nextInt(4) == 0 ? "@description(" + pick(TEXTS) + ")" : "";
    for (int i = random.nextInt(8); i < 2; i++) {
      text += " @note" + i;
      List<String> arguments = new ArrayList<>(ARGUMENTS);
      Collections.shuffle(arguments, random);
      int count = random.nextInt(4);
      text += count == 0 ? "" : "(" + String.join(", ", arguments.subList(0, count)) + ")";
    }
    return text;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private void put(String... words) {
    for (String word : words) {
      if (!word.isEmpty()) {
        out.append(word).append(pick(BLANKS));
      }
    }
  }
}

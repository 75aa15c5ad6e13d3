package dev.omnigraph.query.lang;

import dev.omnigraph.lang.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A grammar in EBNF that knows what is in it, and makes what is. */
final class Grammar {
  /** A part of a rule. */
  private sealed interface Part {
    record Word(String text) implements Part {}

    record Rule(String name) implements Part {}

    record Sequence(List<Part> parts) implements Part {}

    record Choice(List<Part> parts) implements Part {}

    /** Zero or more, at most {@code most}, and at least {@code least}. */
    record Repeated(Part part, int least, int most) implements Part {}
  }

  /** What the lexer makes is a token of its own, whatever the grammar says of its characters. */
  private static final Map<String, Token.Kind> TOKENS =
      Map.of(
          "Name", Token.Kind.IDENTIFIER,
          "Variable", Token.Kind.VARIABLE,
          "Integer", Token.Kind.INTEGER,
          "Decimal", Token.Kind.DECIMAL,
          "String", Token.Kind.STRING);

  private static final Pattern PIECE =
      Pattern.compile("'([^']*)'|([A-Za-z]+)(\\s*::=)?|\\[(?:\\\\.|[^\\]])*\\]|[()|?*+]");

  private final Map<String, Part> rules = new LinkedHashMap<>();
  private final List<String> pieces = new ArrayList<>();
  private int at;

  private Grammar() {}

  /** Reads a grammar up to its tokens, which the lexer knows. */
  static Grammar of(Path file) {
    try {
      String text = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", " ");
      Grammar grammar = new Grammar();
      Matcher piece = PIECE.matcher(text);
      while (piece.find()) {
        grammar.pieces.add(piece.group().replaceAll("\\s+", " "));
      }
      grammar.read();
      grammar.measure();
      return grammar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    while (at < pieces.size()) {
      String name = pieces.get(at++).replace(" ::=", "");
      rules.put(name, choice());
    }
  }

  private Part choice() {
    List<Part> parts = new ArrayList<>(List.of(sequence()));
    while (at < pieces.size() && pieces.get(at).equals("|")) {
      at++;
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new Part.Choice(parts);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (at < pieces.size() && !Set.of("|", ")").contains(pieces.get(at)) && !atRule()) {
      parts.add(repeated());
    }
    return parts.size() == 1 ? parts.getFirst() : new Part.Sequence(parts);
  }

  private boolean atRule() {
    return pieces.get(at).endsWith("::=");
  }

  private Part repeated() {
    Part part = part();
    while (at < pieces.size() && Set.of("?", "*", "+").contains(pieces.get(at))) {
      String mark = pieces.get(at++);
      int most = mark.equals("?") ? 1 : Integer.MAX_VALUE;
      part = new Part.Repeated(part, mark.equals("+") ? 1 : 0, most);
    }
    return part;
  }

  private Part part() {
    String piece = pieces.get(at++);
    if (piece.equals("(")) {
      Part inner = choice();
      at++;
      return inner;
    }
    return piece.startsWith("'")
        ? new Part.Word(piece.substring(1, piece.length() - 1))
        : new Part.Rule(piece);
  }

  /** The words of the language, in order. */
  Set<String> words() {
    Set<String> words = new TreeSet<>();
    rules.forEach(
        (name, rule) -> {
          if (!TOKENS.containsKey(name) && !name.equals("Exponent") && !name.equals("Hex")) {
            addWords(rule, words);
          }
        });
    return words;
  }

  private static void addWords(Part part, Set<String> words) {
    switch (part) {
      case Part.Word(var text) when text.matches("[a-z_]+") -> words.add(text);
      case Part.Word word -> {}
      case Part.Rule rule -> {}
      case Part.Sequence(var parts) -> parts.forEach(p -> addWords(p, words));
      case Part.Choice(var parts) -> parts.forEach(p -> addWords(p, words));
      case Part.Repeated(var repeated, var least, var most) -> addWords(repeated, words);
    }
  }

  // ---- what is in it

  /** Whether the tokens, without the last one, which ends them, are in the grammar. */
  boolean has(List<Token> tokens) {
    return new Recognizer(tokens).ends(new Part.Rule("Source"), 0).contains(tokens.size() - 1);
  }

  /** All places where a part that begins at a place can end. */
  private final class Recognizer {
    private final List<Token> tokens;
    private final Map<Part, Map<Integer, Set<Integer>>> known = new HashMap<>();

    Recognizer(List<Token> tokens) {
      this.tokens = tokens;
    }

    Set<Integer> ends(Part part, int start) {
      Map<Integer, Set<Integer>> byStart = known.computeIfAbsent(part, p -> new HashMap<>());
      Set<Integer> ends = byStart.get(start);
      if (ends == null) {
        ends = find(part, start);
        byStart.put(start, ends);
      }
      return ends;
    }

    private Set<Integer> find(Part part, int start) {
      Token token = tokens.get(start);
      return switch (part) {
        case Part.Word(var text) -> {
          boolean row = text.equals("$") && token.kind() == Token.Kind.VARIABLE;
          boolean same =
              row
                  ? token.text().isEmpty()
                  : token.text().equals(text)
                      && (token.kind() == Token.Kind.SYMBOL
                          || token.kind() == Token.Kind.IDENTIFIER);
          yield same ? Set.of(start + 1) : Set.of();
        }
        case Part.Rule(var name) when TOKENS.containsKey(name) ->
            token.kind() == TOKENS.get(name) && !token.text().isEmpty()
                    || token.kind() == Token.Kind.STRING && name.equals("String")
                ? Set.of(start + 1)
                : Set.of();
        case Part.Rule(var name) -> ends(rule(name), start);
        case Part.Choice(var parts) -> {
          Set<Integer> ends = new TreeSet<>();
          parts.forEach(p -> ends.addAll(ends(p, start)));
          yield ends;
        }
        case Part.Sequence(var parts) -> {
          Set<Integer> ends = new TreeSet<>(Set.of(start));
          for (Part p : parts) {
            Set<Integer> next = new TreeSet<>();
            ends.forEach(end -> next.addAll(ends(p, end)));
            ends = next;
          }
          yield ends;
        }
        case Part.Repeated(var repeated, var least, var most) -> {
          Set<Integer> ends = new TreeSet<>(least == 0 ? Set.of(start) : Set.of());
          Set<Integer> open = new TreeSet<>(ends(repeated, start));
          while (!open.isEmpty()) {
            ends.addAll(open);
            Set<Integer> next = new TreeSet<>();
            if (most > 1) {
              open.forEach(end -> next.addAll(ends(repeated, end)));
            }
            next.removeAll(ends);
            open = next;
          }
          yield ends;
        }
      };
    }
  }

  // ---- what it makes

  /** Rules within rules, from where the shortest way out is taken. */
  private static final int DEEP = 12;

  private static final int ENDLESS = 1_000;

  private final Map<String, Integer> heights = new HashMap<>();

  /** How many rules within rules a part has at least. */
  private int height(Part part) {
    return switch (part) {
      case Part.Word word -> 0;
      case Part.Rule(var name) when TOKENS.containsKey(name) -> 0;
      case Part.Rule(var name) -> 1 + heights.getOrDefault(name, ENDLESS);
      case Part.Sequence(var parts) -> parts.stream().mapToInt(this::height).max().orElse(0);
      case Part.Choice(var parts) -> parts.stream().mapToInt(this::height).min().orElseThrow();
      case Part.Repeated(var repeated, var least, var most) -> least == 0 ? 0 : height(repeated);
    };
  }

  private void measure() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Map.Entry<String, Part> rule : rules.entrySet()) {
        int height = height(rule.getValue());
        Integer before = heights.put(rule.getKey(), height);
        changed |= before == null || before != height;
      }
    }
  }

  /** A source with a comma wherever one may be, so that it can be read in one way only. */
  String random(Random random) {
    StringBuilder out = new StringBuilder();
    make(rule("Query"), random, 0, out);
    return out.toString();
  }

  private void make(Part part, Random random, int depth, StringBuilder out) {
    switch (part) {
      case Part.Word(var text) -> out.append(text).append(text.equals(".") ? "" : " ");
      case Part.Rule(var name) when TOKENS.containsKey(name) ->
          out.append(token(TOKENS.get(name), random)).append(' ');
      case Part.Rule(var name) -> make(rule(name), random, depth + 1, out);
      case Part.Sequence(var parts) -> parts.forEach(p -> make(p, random, depth, out));
      case Part.Choice(var parts) -> {
        Part chosen = parts.get(random.nextInt(parts.size()));
        for (Part other : depth > DEEP ? parts : List.<Part>of()) {
          chosen = height(other) < height(chosen) ? other : chosen;
        }
        make(chosen, random, depth, out);
      }
      case Part.Repeated(var repeated, var least, var most) -> {
        boolean comma = repeated.equals(new Part.Word(","));
        int more = depth > DEEP ? 0 : random.nextInt(most == 1 ? 2 : 3);
        int times = comma ? 1 : Math.max(least, more);
        for (int i = 0; i < times; i++) {
          make(repeated, random, depth, out);
        }
      }
    }
  }

  /** Some have a meaning. */
  private static final List<String> NAMES =
      List.of("a", "b_1", "Person", "Company", "knows", "name", "age", "tags", "order", "size");

  private static String token(Token.Kind kind, Random random) {
    return switch (kind) {
      case IDENTIFIER -> NAMES.get(random.nextInt(NAMES.size()));
      case VARIABLE -> List.of("$a", "$b", "$_").get(random.nextInt(3));
      case INTEGER -> String.valueOf(1 + random.nextInt(9));
      case DECIMAL -> List.of("1.5", "2e3", "0.1e-7").get(random.nextInt(3));
      case STRING -> List.of("\"\"", "\"a \\\"b\\u00e9\"").get(random.nextInt(2));
      case SYMBOL, END -> throw new IllegalArgumentException(kind.name());
    };
  }

  private Part rule(String name) {
    return Objects.requireNonNull(rules.get(name), name);
  }
}

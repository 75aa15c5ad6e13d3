package dev.omnigraph.exec;

import dev.omnigraph.exec.RandomCase.Row;
import dev.omnigraph.lang.Diagnostics;
import dev.omnigraph.lang.LanguageException;
import dev.omnigraph.lang.Lexer;
import dev.omnigraph.lang.Source;
import dev.omnigraph.lang.Token;
import dev.omnigraph.schema.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;

/**
 * Takes from a case whatever it can do without to show what is wrong: rows, values, and words of
 * the two sources. What is left must compile; of the languages it knows only how brackets pair.
 */
@NullUnmarked
final class Shrinker {
  private static final List<String> SIMPLE = List.of("true", "false", "0", "1", "\"a\"", "null");

  private final Function<RandomCase, String> wrong;
  private int runs;
  private RandomCase smallest;
  private String kind;

  /**
   * @param wrong names the kind of what is wrong with a case; null where nothing is
   * @param runs of cases at most
   */
  Shrinker(Function<RandomCase, String> wrong, int runs) {
    this.wrong = wrong;
    this.runs = runs;
  }

  /** The smallest found in which the same kind of thing is wrong; null if nothing is with this. */
  RandomCase shrink(RandomCase found) {
    smallest = found;
    kind = wrong.apply(found);
    if (kind == null) {
      return null;
    }
    RandomCase before;
    do {
      before = smallest;
      rows();
      found.arguments().keySet().forEach(this::inline);
      words(() -> smallest.query(), text -> smallest.withQuery(text));
      simpler();
      variables();
      words(() -> smallest.schema(), text -> smallest.withSchema(text));
      values();
    } while (!smallest.equals(before) && runs > 0);
    keeps(smallest.withQuery(tidy(smallest.query())).withSchema(tidy(smallest.schema())));
    return smallest;
  }

  private static String tidy(String source) {
    return source.replaceAll("(?<=\\S) +", " ").replaceAll("\\s*\n( *\n)*", "\n");
  }

  /** Keeps a case if the same kind of thing is wrong with it. */
  private boolean keeps(RandomCase next) {
    try {
      RandomCase.compiled(next.query(), next.graph().catalog());
    } catch (LanguageException | IllegalArgumentException | ClassCastException e) {
      return false;
    }
    if (runs-- <= 0 || !kind.equals(wrong.apply(next))) {
      return false;
    }
    smallest = next;
    return true;
  }

  /** Takes rows away, half of them at first. */
  private void rows() {
    for (int size = smallest.rows().size(); size > 0; size /= 2) {
      for (int from = 0; from < smallest.rows().size(); ) {
        List<Row> rest = new ArrayList<>(smallest.rows());
        rest.subList(from, Math.min(rest.size(), from + size)).clear();
        if (!keeps(smallest.withRows(rest))) {
          from += size;
        }
      }
    }
  }

  /** Makes values null. */
  private void values() {
    for (int row = 0; row < smallest.rows().size(); row++) {
      for (String name : smallest.rows().get(row).values().keySet()) {
        Map<String, Object> values = new LinkedHashMap<>(smallest.rows().get(row).values());
        boolean identity = RandomCase.IDENTITY.contains(name);
        if (!identity && values.put(name, null) != null) {
          List<Row> rows = new ArrayList<>(smallest.rows());
          rows.set(row, new Row(rows.get(row).type(), values));
          keeps(smallest.withRows(rows));
        }
      }
    }
  }

  /** Writes the value of a parameter where the parameter is asked for. */
  private void inline(String parameter) {
    String value = QueryText.literal(smallest.arguments().get(parameter));
    renamed(parameter, value);
  }

  /** Lets one variable do for two, everywhere or in one place, and binds without an edge. */
  private void variables() {
    Set<String> names = new LinkedHashSet<>(List.of("_"));
    tokens(smallest.query()).stream()
        .filter(token -> token.kind() == Token.Kind.VARIABLE)
        .forEach(token -> names.add(token.text()));
    List<String> all = List.copyOf(names);
    for (int kept = 0; kept < all.size(); kept++) {
      for (String name : all.subList(kept + 1, all.size())) {
        renamed(name, "$" + all.get(kept));
      }
    }
    for (int at = 0; at < tokens(smallest.query()).size(); at++) {
      Token token = tokens(smallest.query()).get(at);
      if (token.kind() == Token.Kind.VARIABLE) {
        for (String name : all) {
          if (name.equals(token.text()) || keepsWith(at, at + 1, "$" + name)) {
            break;
          }
        }
        bound(at);
      }
    }
  }

  /** Binds one of its variables where a traversal may begin. */
  private void bound(int from) {
    List<Token> tokens = tokens(smallest.query());
    List<NodeType> types = smallest.graph().catalog().nodes();
    for (int to = from + 3; to < Math.min(from + 9, tokens.size()); to++) {
      int end = to;
      List<Token> traversal = tokens.subList(from, to);
      boolean bound =
          !traversal.get(1).isSymbol(":")
              && traversal.getLast().kind() == Token.Kind.VARIABLE
              && traversal.stream()
                  .filter(token -> token.kind() == Token.Kind.VARIABLE)
                  .flatMap(v -> types.stream().map(t -> "$" + v.text() + ": " + t.name()))
                  .anyMatch(binding -> keepsWith(from, end, binding));
      if (bound) {
        return;
      }
    }
  }

  private boolean keepsWith(int from, int to, String by) {
    String text = smallest.query();
    return keeps(smallest.withQuery(replaced(text, tokens(text), from, to, by)));
  }

  /** Puts something in the place of a variable, but for where a type follows it. */
  private void renamed(String variable, String by) {
    List<Token> tokens = tokens(smallest.query());
    StringBuilder text = new StringBuilder(smallest.query());
    for (int i = tokens.size() - 2; i >= 0; i--) {
      Token token = tokens.get(i);
      boolean declares = tokens.get(i + 1).isSymbol(":") && !by.startsWith("$");
      if (token.kind() == Token.Kind.VARIABLE && token.text().equals(variable) && !declares) {
        text.replace(token.span().start(), token.span().end(), by);
      }
    }
    if (!text.toString().equals(smallest.query())) {
      keeps(smallest.withQuery(text.toString()));
    }
  }

  /** Takes words away that follow each other, many at first. */
  private void words(Supplier<String> source, Function<String, RandomCase> with) {
    List<Token> tokens = tokens(source.get());
    for (int size = tokens.size() / 2; size > 0; size--) {
      for (int from = 0; from + size < tokens.size(); ) {
        int to = from + size;
        if (isBalanced(tokens.subList(from, to))
            && keeps(with.apply(replaced(source.get(), tokens, from, to, "")))) {
          tokens = tokens(source.get());
        } else {
          from++;
        }
      }
    }
  }

  /** Puts a word, or a part of itself, in the place of what belongs together. */
  private void simpler() {
    for (int from = 0; from < tokens(smallest.query()).size(); from++) {
      while (isMadeSimpler(from)) {}
    }
  }

  private boolean isMadeSimpler(int from) {
    String text = smallest.query();
    List<Token> tokens = tokens(text);
    int to = end(tokens, from);
    if (to == from + 1) {
      return false;
    }
    Set<String> simpler = new LinkedHashSet<>(SIMPLE);
    for (int part = from + 1; part < to - 1; part++) {
      simpler.add(text(text, tokens, part, end(tokens, part)));
      int close = close(tokens, part - 1);
      simpler.add(text(text, tokens, part, Math.max(part, close - 1)));
    }
    return simpler.stream().anyMatch(s -> keepsWith(from, to, s));
  }

  /** Behind what begins with a word: a call with its pattern, a property, a pair of brackets. */
  private static int end(List<Token> tokens, int from) {
    int end = from;
    if (tokens.get(from).kind() == Token.Kind.VARIABLE && isSymbol(tokens, from + 1, ".")) {
      return from + 3;
    }
    if (tokens.get(from).kind() == Token.Kind.IDENTIFIER) {
      end++;
    }
    end = isSymbol(tokens, end, "(") || isSymbol(tokens, end, "[") ? close(tokens, end) : end;
    end = end > from && isSymbol(tokens, end, "{") ? close(tokens, end) : end;
    return Math.max(end, from + 1);
  }

  private static boolean isSymbol(List<Token> tokens, int at, String symbol) {
    return at < tokens.size() && tokens.get(at).isSymbol(symbol);
  }

  /** Behind the bracket that closes the one here, if there is one here. */
  private static int close(List<Token> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += depth(tokens.get(i));
      if (depth <= 0) {
        return i + 1;
      }
    }
    return open + 1;
  }

  private static boolean isBalanced(List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      depth += depth(token);
      if (depth < 0) {
        return false;
      }
    }
    return depth == 0;
  }

  private static int depth(Token token) {
    boolean symbol = token.kind() == Token.Kind.SYMBOL;
    return !symbol ? 0 : "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
  }

  private static List<Token> tokens(String text) {
    Source source = new Source("random", text);
    return Lexer.tokens(source, new Diagnostics(source));
  }

  private static String text(String text, List<Token> tokens, int from, int to) {
    return from == to
        ? ""
        : text.substring(tokens.get(from).span().start(), tokens.get(to - 1).span().end());
  }

  private static String replaced(String text, List<Token> tokens, int from, int to, String by) {
    return text.substring(0, tokens.get(from).span().start())
        + by
        + text.substring(tokens.get(to - 1).span().end());
  }
}

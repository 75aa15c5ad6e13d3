package dev.omnigraph.query.lang;

import dev.omnigraph.lang.LanguageError;
import dev.omnigraph.lang.Limit;
import dev.omnigraph.lang.ParseFailure;
import dev.omnigraph.lang.Span;
import dev.omnigraph.lang.Token;
import dev.omnigraph.lang.TokenStream;
import dev.omnigraph.query.lang.Syntax.Expr;
import dev.omnigraph.query.lang.Syntax.Name;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, the same wherever they stand. From the weakest binding to the strongest: {@code or},
 * {@code and}, {@code not}, comparisons (of which one stands between two values), {@code + -},
 * {@code * / %}, the sign.
 */
final class ExprParser {
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", ">", "<=", ">=");
  private static final Set<String> WORDS = Set.of("contains", "starts_with", "in");
  private static final Set<String> BLOCKS =
      Set.of("exists", "count", "sum", "avg", "min", "max", "collect");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "%");

  /** What is computed from a chain of operations is computed one within the other. */
  private static final int DEEPEST = 200;

  private final TokenStream in;
  private final ForeignSyntax foreign;
  private final ClauseParser clauses;
  private final Map<Expr, Integer> depths = new IdentityHashMap<>();
  private int terms;

  /**
   * @param clauses what stands in blocks
   */
  ExprParser(TokenStream in, ClauseParser clauses) {
    this.in = in;
    this.foreign = new ForeignSyntax(in);
    this.clauses = clauses;
  }

  /** Before each query and each statement, whose terms are counted for themselves. */
  void start() {
    terms = 0;
    depths.clear();
  }

  /**
   * Counts what stands at the next token: a condition of its own or joined to another, an operation
   * with numbers, a call or an argument of one.
   */
  void countTerm() {
    Limit.TOO_MANY_TERMS.check(++terms, in, in.peek().span());
  }

  /** Whether something stands where an operator between two values does. */
  static boolean isOperator(Token token) {
    return isOperatorWord(token)
        || (token.kind() == Token.Kind.SYMBOL
            && (COMPARISONS.contains(token.text())
                || SUMS.contains(token.text())
                || PRODUCTS.contains(token.text())));
  }

  /** Whether a word stands where an operator does. */
  static boolean isOperatorWord(Token token) {
    return token.kind() == Token.Kind.IDENTIFIER
        && (WORDS.contains(token.text()) || token.isWord("and") || token.isWord("or"));
  }

  /** An expression, up to what cannot be a part of it. */
  Expr expression() {
    Expr expression =
        chain("or", () -> chain("and", this::negation, Syntax.Both::new), Syntax.Either::new);
    refuse(foreign.connective());
    return expression;
  }

  private Expr chain(String word, Supplier<Expr> term, Chain make) {
    List<Expr> joined = new ArrayList<>();
    joined.add(term.get());
    while (in.atWord(word)) {
      countTerm();
      in.next();
      refuse(foreign.traversal(word));
      joined.add(term.get());
    }
    return joined.size() == 1
        ? joined.getFirst()
        : make.of(joined, joined.getFirst().span().to(joined.getLast().span()));
  }

  private interface Chain {
    Expr of(List<Expr> terms, Span span);
  }

  private Expr negation() {
    if (!atNegation()) {
      return comparison();
    }
    Token not = in.next();
    refuse(foreign.traversal("not"));
    in.enter();
    Expr term = negation();
    in.leave();
    return new Syntax.Negation(term, not.span().to(term.span()));
  }

  /** {@code not} with an operand behind it; alone it may be the name of a property. */
  private boolean atNegation() {
    Token next = in.peek(1);
    return in.atWord("not")
        && switch (next.kind()) {
          case VARIABLE, STRING, INTEGER, DECIMAL -> true;
          case IDENTIFIER -> !isOperatorWord(next) && !atNullTest(1);
          case SYMBOL -> next.isSymbol("(") || next.isSymbol("[") || next.isSymbol("-");
          case END -> false;
        };
  }

  private Expr comparison() {
    Expr left = sum();
    if (atNullTest(0)) {
      return nullTest(left);
    }
    Name operator = operator(left);
    if (operator == null) {
      return left;
    }
    refuse(foreign.list(operator));
    Expr right = sum();
    refuse(foreign.afterComparison(left, operator, right));
    return new Syntax.Comparison(left, operator, right, left.span().to(right.span()));
  }

  private boolean atNullTest(int ahead) {
    return isNullTest(in.peek(ahead), in.peek(ahead + 1))
        && (in.peek(ahead + 1).isWord("null") || in.peek(ahead + 2).isWord("null"));
  }

  /** Whether these words begin {@code is null} or {@code is not null}. */
  static boolean isNullTest(Token first, Token second) {
    return first.isWord("is") && (second.isWord("null") || second.isWord("not"));
  }

  private Expr nullTest(Expr value) {
    in.next();
    boolean negated = in.acceptWord("not");
    Token end = in.next();
    return new Syntax.NullTest(value, negated, value.span().to(end.span()));
  }

  private @Nullable Name operator(Expr left) {
    Token token = in.peek();
    boolean symbol = token.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(token.text());
    boolean word = token.kind() == Token.Kind.IDENTIFIER && WORDS.contains(token.text());
    if (!word) {
      refuse(foreign.operator(left));
    }
    if (!symbol && !word) {
      return null;
    }
    in.next();
    return new Name(token.text(), token.span());
  }

  private Expr sum() {
    return operations(SUMS, () -> operations(PRODUCTS, this::signed));
  }

  private Expr operations(Set<String> operators, Supplier<Expr> operand) {
    Expr left = operand.get();
    while (in.at(Token.Kind.SYMBOL) && operators.contains(in.peek().text())) {
      countTerm();
      Token operator = in.next();
      Expr right = operand.get();
      left =
          new Syntax.Operation(
              left,
              new Name(operator.text(), operator.span()),
              right,
              left.span().to(right.span()));
      if (depth(left) > DEEPEST) {
        throw in.fail(
            LanguageError.NESTED_TOO_DEEP,
            left.span(),
            "There are more than %d operations within each other.".formatted(DEEPEST));
      }
    }
    return left;
  }

  /** Operations and calls within each other; what has been measured is not measured again. */
  private int depth(Expr expr) {
    Integer known = depths.get(expr);
    if (known != null) {
      return known;
    }
    int deepest = 0;
    for (Expr part : expr.parts()) {
      deepest = Math.max(deepest, depth(part));
    }
    if (!expr.parts().isEmpty()) {
      depths.put(expr, deepest + 1);
    }
    return deepest + 1;
  }

  private Expr signed() {
    refuse(foreign.value());
    Token minus = in.peek();
    if (!in.accept("-")) {
      return value();
    }
    if (in.at(Token.Kind.INTEGER) || in.at(Token.Kind.DECIMAL)) {
      return number(minus);
    }
    in.enter();
    Expr value = signed();
    in.leave();
    return new Syntax.Minus(value, minus.span().to(value.span()));
  }

  private static void refuse(@Nullable ParseFailure found) {
    if (found != null) {
      throw found;
    }
  }

  private Expr value() {
    Expr value = plain();
    refuse(foreign.afterValue());
    return value;
  }

  private Expr plain() {
    Token token = in.peek();
    return switch (token.kind()) {
      case VARIABLE -> variable();
      case STRING -> {
        in.next();
        yield new Syntax.Constant(token.text(), token.span());
      }
      case INTEGER, DECIMAL -> number(null);
      case IDENTIFIER -> word();
      case SYMBOL -> bracketed();
      case END -> throw in.unexpected("a value");
    };
  }

  private Expr variable() {
    Token variable = in.next();
    if (!in.accept(".")) {
      return new Syntax.Var(variable.text(), variable.span());
    }
    Token member = in.expect(Token.Kind.IDENTIFIER, "the name of a property after `.`");
    return new Syntax.Member(
        new Name(variable.text(), variable.span()),
        new Name(member.text(), member.span()),
        variable.span().to(member.span()));
  }

  /** A number as written, or a parameter. */
  Expr count() {
    return in.at(Token.Kind.VARIABLE) ? variable() : number(null);
  }

  private Expr number(@Nullable Token minus) {
    Token token = in.next();
    boolean decimal = token.kind() == Token.Kind.DECIMAL;
    return minus == null
        ? new Syntax.NumberText(token.text(), decimal, token.span())
        : new Syntax.NumberText("-" + token.text(), decimal, minus.span().to(token.span()));
  }

  private Expr word() {
    Token word = in.next();
    Name name = new Name(word.text(), word.span());
    if (in.at("(")) {
      Syntax.Call call = call(name);
      return in.at("{") && isBlock(word) ? block(call) : call;
    }
    if (in.at("{") && isBlock(word)) {
      return block(new Syntax.Call(name, false, List.of(), word.span()));
    }
    return switch (word.text()) {
      case "true" -> new Syntax.Constant(true, word.span());
      case "false" -> new Syntax.Constant(false, word.span());
      case "null" -> new Syntax.Constant(null, word.span());
      default -> new Syntax.Bare(word.text(), word.span());
    };
  }

  /** Whether a word may stand before a pattern that is a value. */
  static boolean isBlock(Token word) {
    return BLOCKS.contains(word.text());
  }

  private Expr block(Syntax.Call call) {
    List<Syntax.Clause> pattern = clauses.inner("after `" + call.function().text() + "`");
    return new Syntax.Block(call, pattern, call.span().to(in.previous().span()));
  }

  private Syntax.Call call(Name function) {
    countTerm();
    in.expect("(", "after the name of a function");
    in.enter();
    boolean distinct = in.atWord("distinct") && !isOperator(in.peek(1)) && !isEnd(in.peek(1));
    if (distinct) {
      in.next();
    }
    List<Expr> arguments = elements(")", this::argument);
    Token close = in.expect(")", "after the arguments of `" + function.text() + "`");
    in.leave();
    return new Syntax.Call(function, distinct, arguments, function.span().to(close.span()));
  }

  private Expr bracketed() {
    Token open = in.peek();
    if (in.accept("[")) {
      in.enter();
      List<Expr> elements = elements("]", this::expression);
      Token close = in.expect("]", "after the elements of the list");
      in.leave();
      return new Syntax.ListText(elements, open.span().to(close.span()));
    }
    if (in.accept("(")) {
      in.enter();
      Expr inner = expression();
      in.expect(")", "after the expression");
      in.leave();
      return inner;
    }
    throw in.unexpected("a value");
  }

  private static boolean isEnd(Token token) {
    return token.isSymbol(",") || token.isSymbol(")");
  }

  private Expr argument() {
    countTerm();
    return expression();
  }

  private List<Expr> elements(String close, Supplier<Expr> element) {
    List<Expr> elements = new ArrayList<>();
    while (!in.at(close)) {
      Limit.TOO_MANY_ELEMENTS.check(elements.size() + 1, in, in.peek().span());
      elements.add(element.get());
      if (!in.accept(",")) {
        break;
      }
    }
    return elements;
  }
}
